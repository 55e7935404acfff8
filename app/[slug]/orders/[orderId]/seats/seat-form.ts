import type { Attendee } from '#domain/registration/seat-assignments/events'
import { problemsOf, type Typed } from '../../../../_ui/form-input.ts'
import type { FormProblem } from '../../../../_ui/form-state.ts'
import { personSchema } from '../../../../_ui/person.ts'

/** Who was named for a seat; without attendee the seat shall be empty. */
export type NamedSeat = Readonly<{ position: number; attendee?: Attendee }>

const fields = ['firstName', 'lastName', 'email'] as const

/** Each seat is all or nothing: a row left empty frees the seat, one filled in part says what is missing. */
export const seatsNamed = (
  typed: Typed,
  positions: readonly number[],
): Readonly<{ seats: NamedSeat[]; problems: FormProblem[] }> => {
  const seats: NamedSeat[] = []
  const problems: FormProblem[] = []
  for (const position of positions) {
    const row = {
      firstName: typed[`firstName-${position}`] ?? '',
      lastName: typed[`lastName-${position}`] ?? '',
      email: typed[`email-${position}`] ?? '',
    }
    if (Object.values(row).every(text => text.trim() === '')) {
      seats.push({ position })
      continue
    }
    const person = personSchema.safeParse(row)
    if (person.success) seats.push({ position, attendee: person.data })
    else
      problems.push(
        ...problemsOf(person.error).map(({ field, message }) => ({
          field: `${field}-${position}`,
          place: `Seat ${position + 1}`,
          message,
        })),
      )
  }
  const ours = new Set(positions.flatMap(position => fields.map(field => `${field}-${position}`)))
  const isUnknown = (name: string) => fields.some(field => name.startsWith(`${field}-`)) && !ours.has(name)
  if (Object.keys(typed).some(isUnknown))
    problems.push({
      message: 'One of these seats does not belong to this order. Please reload the page and type the names again.',
    })
  return { seats, problems }
}
