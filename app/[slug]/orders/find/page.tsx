import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { ActionForm } from '../../../_ui/action-form.tsx'
import { newCommandId } from '../../../_ui/command-id.ts'
import { Field, SubmitButton } from '../../../_ui/field.tsx'
import { findConference } from '../../open-conference.ts'
import { findOrder } from './actions.ts'

export const metadata: Metadata = { title: 'Find your order', robots: { index: false } }

const FindPage = async ({ params }: { params: Promise<{ slug: string }> }) => {
  const conference = await findConference((await params).slug)
  if (!conference?.wasEverPublished) return notFound()
  const { slug, name, published } = conference
  return (
    <div className="stack stack-large narrow centred">
      <div className="heading">
        <p className="over-heading">
          {published ? (
            <Link href={`/${slug}`} prefetch={false}>
              {name}
            </Link>
          ) : (
            name
          )}
        </p>
        <h1>Find your order</h1>
        <p className="lead">Type the email you ordered with and your order code.</p>
      </div>
      <ActionForm action={findOrder} commandId={newCommandId()} className="card stack">
        <input type="hidden" name="slug" value={slug} />
        <Field name="email" label="Email" type="email" autoComplete="email" required />
        <Field
          name="code"
          label="Order code"
          className="field-code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          hint="6 letters and digits, as shown on your order page."
          required
        />
        <SubmitButton>Find order</SubmitButton>
      </ActionForm>
    </div>
  )
}

export default FindPage
