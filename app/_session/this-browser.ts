import { cookies } from 'next/headers'
import { clientAddress } from './client-address.ts'
import { knownSeconds } from './known-browser.ts'
import { cookieNamed } from './session-cookie.ts'

/** Who asks: from which address, and what we gave it to keep when it signed in before. */
export type Browser = Readonly<{ address: string; kept: string | undefined; keep(sealed: string): void }>

/** The one whose action or route is being answered. */
export const thisBrowser = async (): Promise<Browser> => {
  const jar = await cookies()
  const { name, options } = cookieNamed('known')
  return {
    address: clientAddress(),
    kept: jar.get(name)?.value,
    keep: sealed => {
      jar.set(name, sealed, { ...options, maxAge: knownSeconds })
    },
  }
}
