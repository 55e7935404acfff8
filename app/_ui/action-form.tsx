'use client'

import { createContext, Fragment, type ReactNode, useActionState, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { type FormState, untouched } from './form-state.ts'
import { type FormAction, sendForm } from './send-form.ts'

type Sending = {
  action: FormAction
  commandId: string
  /** Where it is posted to without JavaScript, if not to the very address of its page: another one at which the same page stands. */
  address?: string
}
type Form = FormState & { pending: boolean; commandId: string; visit: number; submit: (form: FormData) => void }

const FormContext = createContext<Form>({ ...untouched, pending: false, commandId: '', visit: 0, submit: () => {} })

export const useForm = () => useContext(FormContext)

const useSending = ({ action, commandId, address }: Sending): Form => {
  const [isAwake, setAwake] = useState(false)
  useEffect(() => setAwake(true), [])
  const send = useMemo(() => sendForm(action), [action])
  // The page comes with the action itself, which a browser can post to without JavaScript.
  const [answer, submit, pending] = useActionState<FormState, FormData>(isAwake ? send : action, untouched, address)
  const [page, setPage] = useState({ commandId, visit: 0, leftBehind: untouched })
  if (page.commandId !== commandId) setPage({ commandId, visit: page.visit + 1, leftBehind: answer })
  const state = answer === page.leftBehind ? untouched : answer
  return { ...state, pending, commandId: state.typed.commandId ?? commandId, visit: page.visit, submit }
}

/**
 * A form whose action runs on the server, with or without JavaScript; what it refuses comes back with what was typed, and with
 * its command id, which stays until the command is answered. A page that comes anew under the same address (with another command
 * id) begins afresh.
 */
export const ActionForm = ({ className, children, ...sending }: Sending & { className?: string; children: ReactNode }) => (
  <FormContext value={useSending(sending)}>
    <FormBody className={className} summary={<ErrorSummary />}>
      {children}
    </FormBody>
  </FormContext>
)

/** The same for a form that stands further down its page, as a `FormBody`: what is wrong is said where this begins. */
export const FormAround = ({ children, ...sending }: Sending & { children: ReactNode }) => (
  <FormContext value={useSending(sending)}>
    <ErrorSummary />
    {children}
  </FormContext>
)

export const FormBody = ({ className, summary, children }: { className?: string; summary?: ReactNode; children: ReactNode }) => {
  const { submit, commandId, visit } = useForm()
  return (
    <form action={submit} className={className} noValidate>
      <input type="hidden" name="commandId" value={commandId} readOnly />
      {summary}
      <Fragment key={visit}>{children}</Fragment>
    </form>
  )
}

const ErrorSummary = () => {
  const { problems } = useForm()
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problems.length > 0) summary.current?.focus()
  }, [problems])
  if (problems.length === 0) return null
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={summary}>
      <h2>There is a problem</h2>
      <ul>
        {problems.map(({ field, place, message }) => {
          const sentence = place ? `${place}: ${message}` : message
          return <li key={`${field} ${message}`}>{field ? <a href={`#${field}`}>{sentence}</a> : sentence}</li>
        })}
      </ul>
    </div>
  )
}
