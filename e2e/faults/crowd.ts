import { type Fate, fateAt, type Journey, startJourney } from './journey.ts'
import type { Known } from './recount.ts'

export type CrowdOptions = Readonly<{
  site: string
  slug: string
  seatTypes: readonly string[]
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

const wish = (seatTypes: readonly string[], next: () => number): Record<string, number> => {
  const seats = Object.fromEntries(seatTypes.map(name => [name, Math.floor(next() * 3)]))
  return Object.values(seats).some(quantity => quantity > 0) ? seats : { ...seats, [seatTypes[0] ?? '']: 1 }
}

/** People who all want seats of one conference. */
export const gatherCrowd = ({ site, slug, seatTypes, size, next, answerWithinMs, fateOf = fateAt }: CrowdOptions): Crowd => {
  const gaveUp: string[] = []
  const journeys = Array.from({ length: size }, () => {
    const wishes = { first: wish(seatTypes, next), afterwards: wish(seatTypes, next) }
    return startJourney({ site, slug, fate: fateOf(next()), wishes, answerWithinMs })
  })
  const all = (kind: 'orderIds' | 'confirmed') => new Set(journeys.flatMap(({ acknowledged }) => [...acknowledged[kind]]))
  return {
    known: () => ({
      acknowledged: { orderIds: all('orderIds'), confirmed: all('confirmed') },
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
