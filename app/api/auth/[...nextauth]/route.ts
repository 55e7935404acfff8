import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { settings } from '#drizzle/settings'
import { authOptions } from '../../../_session/options.ts'

type Context = Readonly<{ params: Promise<{ nextauth: string[] }> }>

/** Of what next-auth can do; writing to our log, for one, is nothing for strangers. */
const offered = new Set(['callback', 'csrf', 'providers', 'session', 'signin', 'signout'])

const refuse = (status: number, sentence: string) => new Response(`${sentence}\n`, { status })

/** next-auth trusts that a request is well-formed. When it fails on one, or calls it an error of ours, the request was at fault. */
const answer = async (request: NextRequest, context: Context): Promise<Response> => {
  process.env.NEXTAUTH_URL ??= settings().PUBLIC_URL
  const { nextauth } = await context.params
  // There is nothing to tell: whoever comes here by a link of next-auth signs in again.
  if (nextauth[0] === 'error') return new Response(null, { status: 303, headers: { location: '/manage/login' } })
  if (!offered.has(nextauth[0] ?? '')) return refuse(404, 'There is nothing at this address.')
  try {
    const answered = await NextAuth(request, context, authOptions())
    if (answered instanceof Response && answered.status < 500) return answered
  } catch (error) {
    console.info(`A request to next-auth failed: ${error instanceof Error ? error.message : error}`)
  }
  return refuse(400, 'This request cannot be understood.')
}

export { answer as GET, answer as POST }
