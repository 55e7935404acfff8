import { and, eq, inArray } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { db } from '../db.ts'
import type { ManagedConference } from '../managed-conference.ts'
import { managedConferences } from '../schema/conferences.ts'
import { ask } from './ask.ts'

const columns = {
  conferenceId: managedConferences.id,
  slug: managedConferences.slug,
  ownerName: managedConferences.ownerName,
  ownerEmail: managedConferences.ownerEmail,
  name: managedConferences.name,
  tagline: managedConferences.tagline,
  description: managedConferences.description,
  location: managedConferences.location,
  timeZone: managedConferences.timeZone,
  currency: managedConferences.currency,
  startsAt: managedConferences.startsAt,
  endsAt: managedConferences.endsAt,
  holdMinutes: managedConferences.holdMinutes,
  paymentProcessor: managedConferences.paymentProcessor,
  published: managedConferences.published,
  wasEverPublished: managedConferences.wasEverPublished,
  codeVersion: managedConferences.codeVersion,
  version: managedConferences.version,
}

/** A conference as its owner edits it, with the version that an edit must name. One query. */
export const getManagedConference = async (conferenceId: string): Promise<ManagedConference | undefined> => {
  const rows = await ask(() =>
    db()
      .select(columns)
      .from(managedConferences)
      .where(and(eq(managedConferences.id, conferenceId), eq(managedConferences.shard, shardOf(conferenceId)))),
  )
  return rows[0]
}

/** The page of all that a session may manage: one query. */
export const listManagedConferences = async (conferenceIds: readonly string[]) =>
  conferenceIds.length === 0
    ? []
    : ask(() =>
        db()
          .select({
            conferenceId: managedConferences.id,
            slug: managedConferences.slug,
            name: managedConferences.name,
            startsAt: managedConferences.startsAt,
            endsAt: managedConferences.endsAt,
            published: managedConferences.published,
            wasEverPublished: managedConferences.wasEverPublished,
          })
          .from(managedConferences)
          .where(
            and(
              inArray(managedConferences.id, [...conferenceIds]),
              inArray(managedConferences.shard, conferenceIds.map(shardOf)),
            ),
          )
          .orderBy(managedConferences.startsAt, managedConferences.name, managedConferences.id),
      )

/** The access code as it is kept, for showing it to somebody who may see it. One query. */
export const getSealedAccessCode = async (conferenceId: string): Promise<string | undefined> => {
  const rows = await ask(() =>
    db()
      .select({ sealed: managedConferences.sealedAccessCode })
      .from(managedConferences)
      .where(and(eq(managedConferences.id, conferenceId), eq(managedConferences.shard, shardOf(conferenceId)))),
  )
  return rows[0]?.sealed
}
