import { hasGrant } from '#drizzle/grants'
import { followConference } from '#drizzle/queries/awaited-conference'
import { getCodeVersion } from '#drizzle/queries/code-version'
import { openEventStream } from '../../../_session/event-stream.ts'
import { currentSession } from '../../../_session/session.ts'
import { findManaged } from '../open-managed.ts'

/** Tells that the numbers of the overview are others, until the browser leaves or may not see them any more. */
export const GET = async (request: Request, { params }: { params: Promise<{ slug: string }> }) => {
  const session = await currentSession()
  const conference = await findManaged((await params).slug)
  if (!session || !conference) return new Response(null, { status: 404 })
  const { conferenceId } = conference
  return openEventStream(request, session, {
    isStillGranted: async () => hasGrant(session, 'conference', conferenceId, await getCodeVersion(conferenceId)),
    follow: (tell, signal) => followConference(conferenceId, ({ progress }) => tell(progress), signal),
  })
}
