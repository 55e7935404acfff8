import { describe, expect, it } from 'vitest'
import { AlreadyStarted, Refusal } from '#domain/refusal'
import { createConferenceOnce } from './conference-creation.ts'
import { sql } from './db.ts'
import { getManagedConference } from './queries/managed-conference.ts'
import { aConference } from './testing/a-conference.ts'
import { useTestDatabase } from './testing/database.ts'

useTestDatabase()

const count = async (): Promise<number> => {
  const [row] = await sql()<{ count: number }[]>`select count(*)::int as count from management.conferences`
  return row?.count ?? 0
}

describe('the form that creates a conference', () => {
  it('creates one, however often and however much at once it is sent', async () => {
    const form = aConference()
    const before = await count()
    const all = await Promise.all([1, 2, 3].map(() => createConferenceOnce('same-command', form)))
    const again = await createConferenceOnce('same-command', form)
    for (const creation of all) expect(creation).toEqual(again)
    expect(await count()).toBe(before + 1)
    expect(await getManagedConference(again.conferenceId)).toMatchObject({ slug: form.slug, published: false, version: 1 })
  })

  it('names the conference it created when it is sent again with something else', async () => {
    const form = aConference()
    const creation = await createConferenceOnce('another-command', form)
    const other = createConferenceOnce('another-command', { ...form, name: 'Engines 2028' })
    await expect(other).rejects.toThrow(AlreadyStarted)
    await expect(other).rejects.toMatchObject({ outcome: creation })
  })

  it('may be mended after it was refused', async () => {
    const taken = aConference()
    await createConferenceOnce('first-command', taken)
    const before = await count()
    const refused = createConferenceOnce('mended-command', taken)
    await expect(refused).rejects.toThrow(new Refusal('That slug is already in use.', 'slug'))
    expect(await count()).toBe(before)
    await createConferenceOnce('mended-command', aConference())
    expect(await count()).toBe(before + 1)
  })
})
