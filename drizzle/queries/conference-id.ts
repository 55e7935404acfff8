import { eq } from 'drizzle-orm'
import { db, kept } from '../db.ts'
import { slugs } from '../schema/conferences.ts'
import { ask } from './ask.ts'

const isSlug = (text: string): boolean => /^[a-z0-9-]{3,60}$/.test(text)

/** A slug never changes its conference, so each process asks once. */
const known = new Map<string, string>()

export const getConferenceId = async (slug: string): Promise<string | undefined> => {
  const remembered = known.get(slug)
  if (remembered || !isSlug(slug)) return remembered
  const rows = await ask(() => kept(db().select({ conferenceId: slugs.conferenceId }).from(slugs).where(eq(slugs.slug, slug))))
  const conferenceId = rows[0]?.conferenceId
  if (conferenceId) known.set(slug, conferenceId)
  return conferenceId
}
