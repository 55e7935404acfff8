import { type Fate, fateAt, type Journey, startJourney } from './journey.ts'
import type { Known } from './recount.ts'

export type CrowdOptions = Readonly<{
  site: string
  slug: string
  seatTypes: readonly string[]
  /** Some want a seat of this type and nothing else. */
  freeSeatType?: string
  size: number
  /** Who wants what and does what with it. */
  next: () => number
  answerWithinMs: number
  /** What somebody does, by a number from 0 to 1. */
  fateOf?: (chance: number) => Fate
}>

export type Crowd = Readonly<{
  /** What they were told, for a recount. */
  known(): Known
  /** What came instead of a page, to anybody. */
  unanswered(): string[]
  /** Why those gave up who did. */
  gaveUp(): readonly string[]
  /** Lets them do something at once; if one gives up, the others go on. */
  each(act: (journey: Journey) => Promise<void>): Promise<void>
}>

const wantsNothingElse = 0.1
const namesAttendee = 0.15

const wish = (seatTypes: readonly string[], next: () => number): Record<string, number> => {
  const seats = Object.fromEntries(seatTypes.map(name => [name, Math.floor(next() * 3)]))
  return Object.values(seats).some(quantity => quantity > 0) ? seats : { ...seats, [seatTypes[0] ?? '']: 1 }
}

/** People who all want seats of one conference. */
export const gatherCrowd = ({ size, next, fateOf = fateAt, seatTypes, freeSeatType, ...place }: CrowdOptions): Crowd => {
  const gaveUp: string[] = []
  const journeys = Array.from({ length: size }, () => {
    const isFree = freeSeatType !== undefined && next() < wantsNothingElse
    const first = isFree ? { [freeSeatType]: 1 } : wish(seatTypes, next)
    const wishes = { first, afterwards: wish(seatTypes, next) }
    return startJourney({ ...place, fate: fateOf(next()), wishes, namesAttendee: next() < namesAttendee })
  })
  const all = (kind: 'orderIds' | 'confirmed') => new Set(journeys.flatMap(({ acknowledged }) => [...acknowledged[kind]]))
  return {
    known: () => ({
      acknowledged: {
        orderIds: all('orderIds'),
        confirmed: all('confirmed'),
        attendees: new Map(journeys.flatMap(({ acknowledged }) => [...acknowledged.attendees])),
      },
      formsSent: journeys.filter(journey => journey.hasOrdered()).length,
    }),
    unanswered: () => journeys.flatMap(journey => journey.unanswered()),
    gaveUp: () => gaveUp,
    each: async act => {
      const acts = journeys.map(journey =>
        act(journey).catch((error: Error) => gaveUp.push(`somebody gave up: ${error.message}`)),
      )
      await Promise.all(acts)
    },
  }
}
