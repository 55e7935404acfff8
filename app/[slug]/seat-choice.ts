import type { PricedLine } from '#domain/registration/pricing'
import type { SeatType } from '#drizzle/queries/conference'
import type { Typed } from '../_ui/form-input.ts'
import type { FormProblem } from '../_ui/form-state.ts'

const prefix = 'quantity-'
const mostOfOneType = 20

export const quantityField = (seatTypeId: string): string => `${prefix}${seatTypeId}`

/**
 * The seats somebody chose, with names and prices from our own tables: a browser only says how many. A field that is empty or
 * missing asks for none.
 */
export const seatsChosen = (
  typed: Typed,
  seatTypes: readonly SeatType[],
): Readonly<{ lines: PricedLine[]; problems: FormProblem[] }> => {
  const problems: FormProblem[] = []
  const lines = seatTypes.flatMap(({ seatTypeId, name, description, priceMinor }) => {
    const field = quantityField(seatTypeId)
    const text = (typed[field] ?? '').trim()
    const quantity = text === '' ? 0 : /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (Number.isNaN(quantity)) problems.push({ field, message: `Type a whole number from 0 to ${mostOfOneType} for ${name}.` })
    else if (quantity > mostOfOneType)
      problems.push({ field, message: `You can order at most ${mostOfOneType} seats of ${name}.` })
    return quantity > 0 ? [{ seatTypeId, quantity, name, description, unitPriceMinor: priceMinor }] : []
  })
  const ours = new Set(seatTypes.map(({ seatTypeId }) => quantityField(seatTypeId)))
  if (Object.keys(typed).some(field => field.startsWith(prefix) && !ours.has(field)))
    problems.push({ message: 'One of these seats does not belong to this conference. Please reload the page and choose again.' })
  if (problems.length === 0 && lines.length === 0)
    problems.push({ field: [...ours][0], message: 'One or more items are required' })
  return { lines, problems }
}
