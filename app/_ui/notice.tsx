import type { ReactNode } from 'react'

type Tone = 'good' | 'warn' | 'bad'

/** Something the reader should know before the rest of the page. */
export const Notice = ({ tone, title, children }: { tone?: Tone; title?: ReactNode; children?: ReactNode }) => (
  <div className={`notice ${tone ? `notice-${tone}` : ''}`} role="status">
    {title && <strong>{title}</strong>}
    {children}
  </div>
)

export const Badge = ({ tone, children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`badge ${tone ? `badge-${tone}` : ''}`}>{children}</span>
)
