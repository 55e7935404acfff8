import { openCode } from '#drizzle/codes'
import { everyAttendee } from '#drizzle/queries/managed-rows'
import { type Cell, csvFile } from '../../csv.ts'
import { findManaged } from '../open-managed.ts'
import { toSignIn } from '../to-sign-in.ts'

const header = ['Seat type', 'First name', 'Last name', 'Email', 'Order code']

async function* rowsOf(conferenceId: string): AsyncGenerator<Cell[][]> {
  for await (const attendees of everyAttendee(conferenceId))
    yield attendees.map(({ seatTypeName, firstName, lastName, email, sealedCode }) => [
      seatTypeName,
      firstName,
      lastName,
      email,
      openCode(sealedCode),
    ])
}

/** Everybody who has a seat at the conference. */
export const GET = async (_request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> => {
  const conference = await findManaged((await params).slug)
  if (!conference) return toSignIn()
  return csvFile(`${conference.slug}-attendees`, header, rowsOf(conference.conferenceId))
}
