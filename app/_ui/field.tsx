'use client'

import type { ComponentProps, ReactNode } from 'react'
import { useForm } from './action-form.tsx'

type FieldProps = Omit<ComponentProps<'input'>, 'id' | 'name' | 'defaultValue' | 'value'> & {
  name: string
  label: ReactNode
  /** What it holds until somebody types. */
  value?: string
  hint?: ReactNode
}

/** A labelled input that keeps what was typed and shows what is wrong with it. */
export const Field = ({ name, label, value = '', hint, className = '', ...input }: FieldProps) => {
  const { problems, typed } = useForm()
  const problem = problems.find(({ field }) => field === name)
  const described = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(' ')
  return (
    <div className={`field ${className}`}>
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p className="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="field-error" id={`${name}-problem`}>
          {problem.message}
        </p>
      )}
      <input
        {...input}
        id={name}
        name={name}
        defaultValue={typed[name] ?? value}
        aria-invalid={problem ? true : undefined}
        aria-describedby={described || undefined}
      />
    </div>
  )
}

/** A second press while the first is on its way does nothing; the server would answer it with the first outcome anyway. */
export const SubmitButton = ({ className = '', ...button }: Omit<ComponentProps<'button'>, 'type' | 'onClick'>) => {
  const { pending } = useForm()
  return (
    <button
      {...button}
      type="submit"
      className={`button ${className}`}
      aria-disabled={pending || undefined}
      onClick={event => pending && event.preventDefault()}
    />
  )
}
