'use client'

import { useActionState } from 'react'

type Props = { slug: string; action: (state: unknown, form: unknown) => Promise<string | undefined> }

/** The access code stands in the page only after it was asked for; the next visit hides it again. */
export const AccessCode = ({ slug, action }: Props) => {
  const [code, submit] = useActionState<string | undefined, FormData>(action, undefined)
  if (code)
    return (
      <p role="status">
        <span className="muted small">Access code</span>
        <br />
        <span className="order-code">{code}</span>
      </p>
    )
  return (
    <form action={submit}>
      <input type="hidden" name="slug" value={slug} />
      <button type="submit" className="button button-quiet">
        Show access code
      </button>
    </form>
  )
}
