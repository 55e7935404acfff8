'use client'

import type { ComponentProps, ReactNode } from 'react'
import { useForm } from './action-form.tsx'

type Labelled = {
  name: string
  label: ReactNode
  /** What it holds until somebody types. */
  value?: string
  hint?: ReactNode
}

type FieldProps<Element extends 'input' | 'textarea'> = Labelled &
  Omit<ComponentProps<Element>, 'id' | 'name' | 'defaultValue' | 'value'>

const useField = ({ name, hint, value = '' }: Labelled) => {
  const { problems, typed } = useForm()
  const problem = problems.find(({ field }) => field === name)
  const described = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(' ')
  const attributes = {
    id: name,
    name,
    defaultValue: typed[name] ?? value,
    'aria-invalid': problem ? true : undefined,
    'aria-describedby': described || undefined,
  }
  return { problem, attributes }
}

const Around = (props: Labelled & { problem?: string; className: string; children: ReactNode }) => {
  const { name, label, hint, problem, className, children } = props
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
          {problem}
        </p>
      )}
      {children}
    </div>
  )
}

/** A labelled input that keeps what was typed and shows what is wrong with it. */
export const Field = ({ name, label, value, hint, className = '', ...input }: FieldProps<'input'>) => {
  const { problem, attributes } = useField({ name, label, value, hint })
  return (
    <Around name={name} label={label} hint={hint} problem={problem?.message} className={className}>
      <input {...input} {...attributes} />
    </Around>
  )
}

/** The same for a text of several lines. */
export const LongField = ({ name, label, value, hint, className = '', ...area }: FieldProps<'textarea'>) => {
  const { problem, attributes } = useField({ name, label, value, hint })
  return (
    <Around name={name} label={label} hint={hint} problem={problem?.message} className={className}>
      <textarea {...area} {...attributes} />
    </Around>
  )
}

type Choices = readonly (readonly [value: string, words: string])[]

/** The same for one of a few choices. */
export const ChoiceField = ({ name, label, value, hint, choices }: Labelled & { choices: Choices }) => {
  const { problem, attributes } = useField({ name, label, value, hint })
  return (
    <Around name={name} label={label} hint={hint} problem={problem?.message} className="">
      <select {...attributes}>
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
    </Around>
  )
}

/** What a form says besides what is typed. When it comes back it says the same again, whatever the page has learnt since. */
export const HiddenField = ({ name, value }: { name: string; value: string }) => {
  const { typed } = useForm()
  return <input type="hidden" name={name} value={typed[name] ?? value} readOnly />
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
