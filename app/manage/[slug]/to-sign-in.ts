import { signInAddress } from './open-managed.ts'

/** What a route that is no page answers to who may not see it, whether or not there is something. */
export const toSignIn = (): Response => new Response(null, { status: 303, headers: { location: signInAddress } })
