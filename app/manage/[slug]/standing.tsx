import type { ManagedConference } from '#drizzle/managed-conference'
import { settings } from '#drizzle/settings'
import { ActionForm } from '../../_ui/action-form.tsx'
import { newCommandId } from '../../_ui/command-id.ts'
import { HiddenField, SubmitButton } from '../../_ui/field.tsx'
import { AccessCode } from './access-code.tsx'
import { publish, renewCode, showAccessCode, signOut, unpublish } from './actions.ts'

const meaning = ({ published, wasEverPublished }: ManagedConference) => {
  if (published) return 'Everybody can see it and order seats.'
  return wasEverPublished
    ? 'Its public pages are hidden and it takes no orders. Orders already placed go on.'
    : 'Only you can see it.'
}

/** Whether the public sees the conference, and who may manage it. */
export const Standing = ({ conference }: { conference: ManagedConference }) => {
  const { slug, published, codeVersion, ownerEmail } = conference
  const { PUBLIC_URL } = settings()
  const hidden = <input type="hidden" name="slug" value={slug} />
  return (
    <aside className="stack" aria-label="Publication and access">
      <section className="card stack" aria-labelledby="publication">
        <h2 id="publication">Publication</h2>
        <p className="small">{meaning(conference)}</p>
        <dl className="facts">
          <div>
            <dt>Public address</dt>
            <dd className="address">{`${PUBLIC_URL.replace(/\/$/, '')}/${slug}`}</dd>
          </div>
        </dl>
        <ActionForm action={published ? unpublish : publish} commandId={newCommandId()}>
          {hidden}
          <SubmitButton className={published ? 'button-quiet button-wide' : 'button-wide'}>
            {published ? 'Unpublish' : 'Publish'}
          </SubmitButton>
        </ActionForm>
      </section>
      <section className="card stack" aria-labelledby="access">
        <h2 id="access">Access</h2>
        <p className="small">
          Sign in anywhere with {ownerEmail} and the access code. A new code is sent to that address and signs out every browser
          but this one.
        </p>
        <AccessCode key={codeVersion} slug={slug} action={showAccessCode} />
        <ActionForm action={renewCode} commandId={newCommandId()}>
          {hidden}
          <HiddenField name="version" value={String(codeVersion)} />
          <SubmitButton className="button-quiet">New access code</SubmitButton>
        </ActionForm>
        <ActionForm action={signOut} commandId={newCommandId()}>
          {hidden}
          <SubmitButton className="button-quiet">Sign out</SubmitButton>
        </ActionForm>
      </section>
    </aside>
  )
}
