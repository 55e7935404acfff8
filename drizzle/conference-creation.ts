import type { ConferenceForm } from '#domain/conference-management/conference'
import { shardOf } from '#domain/event-store'
import { now } from './clock.ts'
import { createConference } from './conferences.ts'
import { sql, type Tx } from './db.ts'
import { isLostConnection } from './dead-connections.ts'
import { eventStore } from './event-store.ts'
import { commandIdHash, inputHash } from './ids.ts'

export type Creation = Readonly<{ conferenceId: string; slug: string }>

/** Whoever sends the same id at the same moment waits here until the first has ended. */
const isFirst = async (tx: Tx, idHash: string, input: string): Promise<boolean> => {
  const rows = await tx`
    insert into commands (id_hash, shard, input_hash, outcome, received_at)
    values (${idHash}, ${shardOf(idHash)}, ${input}, '{}', ${now().toISOString()})
    on conflict do nothing returning id_hash`
  return rows.length === 1
}

/**
 * Creates a conference once, however often the form with this command id is sent; with another input it throws AlreadyStarted,
 * whose outcome is the Creation there is. What is refused is not kept, so the form can be mended and sent again.
 */
export const createConferenceOnce = async (commandId: string, form: ConferenceForm): Promise<Creation> => {
  const [idHash, input] = [commandIdHash(commandId), inputHash(form)]
  const attempt = async (tx: Tx): Promise<Creation> => {
    if (!(await isFirst(tx, idHash, input))) {
      const earlier = await eventStore(tx).earlierOutcome(shardOf(idHash), { idHash, inputHash: input, outcome: {} })
      return earlier as Creation
    }
    const { conferenceId } = await createConference(tx, form, 'owner')
    const outcome: Creation = { conferenceId, slug: form.slug }
    await tx`
      update commands set outcome = ${JSON.stringify(outcome)}::text::jsonb where id_hash = ${idHash} and shard = ${shardOf(idHash)}`
    return outcome
  }
  try {
    return await sql().begin(attempt)
  } catch (error) {
    if (!isLostConnection(error)) throw error
    return sql().begin(attempt)
  }
}
