import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { settings } from '#drizzle/settings'
import { authOptions } from '../../../_session/options.ts'

type Context = Readonly<{ params: Promise<{ nextauth: string[] }> }>

/** next-auth trusts that its request is well-formed; what is not ends here with a sentence. */
const answer = async (request: NextRequest, context: Context): Promise<Response> => {
  process.env.NEXTAUTH_URL ??= settings().PUBLIC_URL
  try {
    return await NextAuth(request, context, authOptions())
  } catch (error) {
    console.error(error)
    return new Response('This request cannot be understood.\n', { status: 400 })
  }
}

export { answer as GET, answer as POST }
