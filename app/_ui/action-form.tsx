'use client'

import { createContext, Fragment, type ReactNode, useActionState, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { type FormState, untouched } from './form-state.ts'
import { type FormAction, sendForm } from './send-form.ts'

const FormContext = createContext<FormState & { pending: boolean }>({ ...untouched, pending: false })

export const useForm = () => useContext(FormContext)

/**
 * A form whose action runs on the server, with or without JavaScript; what it refuses comes back with what was typed, and with
 * its command id, which stays until the command is answered. A page that comes anew under the same address (with another command
 * id) begins afresh.
 */
export const ActionForm = (props: { action: FormAction; commandId: string; className?: string; children: ReactNode }) => {
  const { action, commandId, className, children } = props
  const [isAwake, setAwake] = useState(false)
  useEffect(() => setAwake(true), [])
  const send = useMemo(() => sendForm(action), [action])
  // The page comes with the action itself, which a browser can post to without JavaScript.
  const [answer, submit, pending] = useActionState<FormState, FormData>(isAwake ? send : action, untouched)
  const [page, setPage] = useState({ commandId, visit: 0, leftBehind: untouched })
  if (page.commandId !== commandId) setPage({ commandId, visit: page.visit + 1, leftBehind: answer })
  const state = answer === page.leftBehind ? untouched : answer
  return (
    <FormContext value={{ ...state, pending }}>
      <form action={submit} className={className} noValidate>
        <input type="hidden" name="commandId" value={state.typed.commandId ?? commandId} readOnly />
        <ErrorSummary state={state} />
        <Fragment key={page.visit}>{children}</Fragment>
      </form>
    </FormContext>
  )
}

const ErrorSummary = ({ state }: { state: FormState }) => {
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (state.problems.length > 0) summary.current?.focus()
  }, [state])
  if (state.problems.length === 0) return null
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={summary}>
      <h2>There is a problem</h2>
      <ul>
        {state.problems.map(({ field, place, message }) => {
          const sentence = place ? `${place}: ${message}` : message
          return <li key={`${field} ${message}`}>{field ? <a href={`#${field}`}>{sentence}</a> : sentence}</li>
        })}
      </ul>
    </div>
  )
}
