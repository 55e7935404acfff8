import type { Metadata } from 'next'
import Link from 'next/link'
import { ActionForm } from '../../_ui/action-form.tsx'
import { newCommandId } from '../../_ui/command-id.ts'
import { Field, SubmitButton } from '../../_ui/field.tsx'
import { Notice } from '../../_ui/notice.tsx'
import { signIn } from './actions.ts'

export const metadata: Metadata = { title: 'Sign in' }

/** Why next-auth sent somebody here, who signed in by its own address. Only sentences of ours: anybody can write an address. */
const refusalIn = (error: unknown): string | undefined => {
  if (error === undefined) return undefined
  if (error === 'CredentialsSignin') return 'That email and code do not match.'
  const isOurs = typeof error === 'string' && /^Too many attempts\. Try again in \d{1,2} (minute|hour)s?\.$/.test(error)
  return isOurs ? error : 'You could not be signed in. Try again here.'
}

type Props = { searchParams: Promise<{ error?: string | string[] }> }

const LoginPage = async ({ searchParams }: Props) => {
  const refusal = refusalIn((await searchParams).error)
  return (
    <div className="stack stack-large narrow centred">
      <div className="heading">
        <p className="over-heading">
          <Link href="/manage" prefetch={false}>
            Manage conferences
          </Link>
        </p>
        <h1>Sign in</h1>
        <p className="lead">Type the email you created your conference with and its access code.</p>
      </div>
      {refusal && <Notice tone="bad" title={refusal} />}
      <ActionForm action={signIn} commandId={newCommandId()} className="card stack">
        <Field name="email" label="Email" type="email" autoComplete="email" required />
        <Field
          name="code"
          label="Access code"
          className="field-code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          hint="5 letters and digits, from the email we sent you."
          required
        />
        <SubmitButton>Sign in</SubmitButton>
      </ActionForm>
    </div>
  )
}

export default LoginPage
