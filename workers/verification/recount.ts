import type { Tx } from '#drizzle/db'
import { inWords, minutesAgo } from './findings.ts'
import { type Figures, RecountedConference } from './recounted-conference.ts'
import { readEvents } from './recounted-event.ts'
import { compareShown, readShown, type Showing, showing } from './shown-figures.ts'

/** `events`: how many the log has of the conference, published or not. */
export type Recounted = Readonly<{ conference: RecountedConference; events: number }>

type LoggedRow = Readonly<{ conferenceId: string; events: number; unheard: number }>

/** An event that no row of the outbox names will never be heard. */
const countLogged = (tx: Tx, shard: number): Promise<LoggedRow[]> => tx<LoggedRow[]>`
  select e.conference_id as "conferenceId", count(*)::int as events, count(*) filter (where o.event_position is null)::int as unheard
  from events e
  left join (select event_position from outbox where shard = ${shard} and kind = 'event') o on o.event_position = e.position
  where e.shard = ${shard} group by 1`

type ParkedRow = Readonly<{ conferenceId: string | null; consumer: string; messages: number; since: Date }>

/** A rebuild at work keeps its own account of what it parks. */
const listParked = (tx: Tx, shard: number): Promise<ParkedRow[]> => tx<ParkedRow[]>`
  select coalesce(e.conference_id, o.payload->>'conferenceId') as "conferenceId", p.consumer, count(*)::int as messages,
    min(p.parked_at) as since
  from parked p left join outbox o on o.shard = p.shard and o.sequence = p.sequence
  left join events e on e.position = o.event_position and e.shard = o.shard
  where p.shard = ${shard} and p.consumer not like '%@%' group by 1, 2 order by 2`

const parkedInWords = ({ messages, consumer, since }: ParkedRow, now: number): string =>
  `${inWords(messages, 'message is', 'messages are')} parked for ${consumer}, the first ${minutesAgo(since.getTime(), now)} ago: ` +
  'see npm run parked.'

/** Figures as they were where a read model has read to. */
class FiguresThen {
  private readonly taken = new Map<Showing, ReadonlyMap<string, Figures>>()
  private next = 0

  constructor(
    private readonly conferences: ReadonlyMap<string, Recounted>,
    private readonly readTo: readonly Readonly<{ consumer: Showing; sequence: number }>[],
  ) {}

  /** Call it before the event of this sequence is counted. */
  reach(sequence: number): void {
    for (let due = this.readTo[this.next]; due && due.sequence < sequence; due = this.readTo[++this.next])
      this.taken.set(due.consumer, new Map(Array.from(this.conferences, ([id, { conference }]) => [id, conference.figures])))
  }

  at(consumer: Showing, conferenceId: string): Figures {
    return this.taken.get(consumer)?.get(conferenceId) ?? new RecountedConference().figures
  }
}

/**
 * Counts the conferences of a shard anew from its events, these or all, and holds the read tables against that. `now`: the moment,
 * in milliseconds, at which what is still open is judged. All must be one snapshot: what is committed meanwhile is not looked at.
 * `parkedElsewhere`: sentences about what is parked and belongs to no conference that can be told.
 */
export const recountShard = async (
  tx: Tx,
  shard: number,
  conferenceIds: readonly string[] | undefined,
  now: number,
): Promise<{ conferences: ReadonlyMap<string, Recounted>; parkedElsewhere: readonly string[] }> => {
  const [checkpoints, logged, parked, shown] = await Promise.all([
    tx<{ consumer: Showing; sequence: string }[]>`
      select consumer, sequence from checkpoints where shard = ${shard} and consumer = any(${[...showing]}::text[]) order by sequence`,
    countLogged(tx, shard),
    listParked(tx, shard),
    readShown(tx, shard),
  ])
  const wanted = logged.filter(({ conferenceId }) => conferenceIds?.includes(conferenceId) ?? true)
  const conferences = new Map(
    wanted.map(({ conferenceId, events }) => [conferenceId, { conference: new RecountedConference(), events }]),
  )
  const then = new FiguresThen(
    conferences,
    checkpoints.map(({ consumer, sequence }) => ({ consumer, sequence: Number(sequence) })),
  )
  await readEvents(tx, shard, conferenceIds, event => {
    then.reach(Number(event.sequence))
    conferences.get(event.conferenceId)?.conference.count(event)
  })
  then.reach(Number.POSITIVE_INFINITY)
  for (const { conferenceId, unheard } of wanted) {
    const conference = conferences.get(conferenceId)?.conference
    if (!conference) continue
    conference.settle(now)
    compareShown(conferenceId, shown, consumer => then.at(consumer, conferenceId), conference.findings)
    if (unheard > 0)
      conference.findings.note('unheard', `${inWords(unheard, 'event is', 'events are')} in no outbox and will never be heard.`)
    for (const row of parked) if (row.conferenceId === conferenceId) conference.findings.note('parked', parkedInWords(row, now))
  }
  const elsewhere = parked.filter(({ conferenceId }) => !conferenceId || (!conferenceIds && !conferences.has(conferenceId)))
  return { conferences, parkedElsewhere: elsewhere.map(row => parkedInWords(row, now)) }
}
