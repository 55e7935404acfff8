import type { BrowserContext } from 'playwright/test'
import type { PlainBrowser } from './browser.ts'

/** Lets a browser with scripts and a screen go on where a plain one is: it gets its cookies. */
export const handOver = ({ site, cookie }: PlainBrowser, context: BrowserContext): Promise<void> =>
  context.addCookies(
    cookie.split('; ').map(pair => {
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      return { name, value, url: site }
    }),
  )
