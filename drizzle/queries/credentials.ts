import { and, desc, eq } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { db } from '../db.ts'
import { managedConferences } from '../schema/conferences.ts'
import { orders } from '../schema/read-models.ts'
import { ask } from './ask.ts'

/** The orders of a conference with that code (nearly always one: codes are random), the newest first. */
export const listOrdersByCode = (conferenceId: string, codeLookup: string) =>
  ask(() =>
    db()
      .select({ orderId: orders.orderId, email: orders.email })
      .from(orders)
      .where(
        and(eq(orders.codeLookup, codeLookup), eq(orders.conferenceId, conferenceId), eq(orders.shard, shardOf(conferenceId))),
      )
      .orderBy(desc(orders.placedAt)),
  )

/** What is needed to tell which of an owner's conferences an access code is of. */
export const listAccessCodes = (ownerEmail: string) =>
  ask(() =>
    db()
      .select({
        conferenceId: managedConferences.id,
        codeHash: managedConferences.accessCodeHash,
        codeVersion: managedConferences.codeVersion,
      })
      .from(managedConferences)
      // Owners' addresses are kept in lower case.
      .where(eq(managedConferences.ownerEmail, ownerEmail.toLowerCase())),
  )
