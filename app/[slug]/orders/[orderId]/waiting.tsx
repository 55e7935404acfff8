import { RefreshAfter } from '../../../_ui/live-page.tsx'

/** Shown while an answer is awaited: it asks anew by itself, without JavaScript every three seconds. */
export const Waiting = ({ title, overdue, sentence }: { title: string; overdue: boolean; sentence: string }) => (
  <div className="card stack" role="status">
    <noscript>
      <meta httpEquiv="refresh" content="3" />
    </noscript>
    <p className="waiting">
      <span className="waiting-mark" aria-hidden="true" />
      <strong>{title}</strong>
    </p>
    {overdue ? <p>{sentence}</p> : <RefreshAfter seconds={31} />}
  </div>
)
