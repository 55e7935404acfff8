import { notFound } from 'next/navigation'
import { cache } from 'react'
import { type Conference, getConference } from '#drizzle/queries/conference'
import { getConferenceId } from '#drizzle/queries/conference-id'

/** Once per request, however many ask. */
export const findConference = cache(async (slug: string): Promise<Conference | undefined> => {
  const conferenceId = await getConferenceId(slug)
  return conferenceId ? getConference(conferenceId) : undefined
})

/** The conference at this slug as everybody may see it; the 404 page when there is none. */
export const openConference = async (slug: string): Promise<Conference> => {
  const conference = await findConference(slug)
  return conference?.published ? conference : notFound()
}
