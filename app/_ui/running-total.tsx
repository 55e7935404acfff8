'use client'

import { useEffect, useRef, useState } from 'react'
import { useForm } from './action-form.tsx'

export type PricedField = Readonly<{ name: string; unitPriceMinor: number; quantity: number }>

const countOf = (text: string | undefined): number => {
  const count = Number(text)
  return Number.isSafeInteger(count) && count > 0 && count <= 20 ? count : 0
}

/** What the chosen quantities come to. Only for the eye: what is charged is calculated on the server. */
export const RunningTotal = (props: { fields: readonly PricedField[]; currency: string; exponent: number }) => {
  const { fields, currency, exponent } = props
  const { typed } = useForm()
  const place = useRef<HTMLSpanElement>(null)
  const sum = (quantity: (field: PricedField) => number) =>
    fields.reduce((total, field) => total + field.unitPriceMinor * quantity(field), 0)
  const [total, setTotal] = useState(() => sum(({ name, quantity }) => (name in typed ? countOf(typed[name]) : quantity)))

  useEffect(() => {
    const form = place.current?.closest('form')
    const recount = () => {
      const entered = new FormData(form ?? undefined)
      setTotal(fields.reduce((sum, { name, unitPriceMinor }) => sum + unitPriceMinor * countOf(entered.get(name)?.toString()), 0))
    }
    recount()
    form?.addEventListener('input', recount)
    return () => form?.removeEventListener('input', recount)
  }, [fields])

  const money = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  })
  return (
    <span className="amount" aria-live="polite" ref={place}>
      {money.format(total / 10 ** exponent)}
    </span>
  )
}
