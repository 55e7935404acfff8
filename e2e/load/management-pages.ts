import { join } from 'node:path'
import { freePort, startWeb } from '#workers/launch-web'
import { PlainBrowser } from '../plain/browser.ts'
import type { Page } from '../plain/page.ts'
import type { CrowdedConference } from './crowded-conference.ts'

/** The management pages of a site, as its signed-in owner's browser gets them. */
export type ManagedSite = Readonly<{
  /** The page at an address below /manage/{slug}. Throws when it is another page. */
  open(address: string, heading: string): Promise<Page>
  stop(): Promise<void>
}>

/** Starts the present production build on a database that holds the conference, and signs its owner in. */
export const openManagedSite = async (
  { slug, ownerEmail, accessCode }: CrowdedConference,
  { env, folder }: Readonly<{ env: NodeJS.ProcessEnv; folder: string }>,
): Promise<ManagedSite> => {
  const port = await freePort(3700)
  const url = `http://localhost:${port}`
  const web = startWeb({ mode: 'quickstart', port, log: join(folder, 'web.log'), env: { ...env, PUBLIC_URL: url } })
  try {
    await web.waitUntilReady()
    const owner = new PlainBrowser(url)
    const signIn = await owner.open('/manage/login')
    const overview = await owner.press(signIn, 'Sign in', { Email: ownerEmail, 'Access code': accessCode })
    if (overview.address !== `/manage/${slug}`) throw new Error(`signing in ended at ${overview.address}`)
    return {
      stop: web.stop,
      open: async (address, heading) => {
        const page = await owner.open(`/manage/${slug}${address}`)
        if (page.status !== 200 || page.heading !== heading)
          throw new Error(`${address} is the page "${page.heading}" (${page.status}) and not "${heading}"`)
        return page
      },
    }
  } catch (error) {
    await web.stop()
    throw error
  }
}
