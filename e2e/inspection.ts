import { readFileSync } from 'node:fs'
import { expect, type Page } from 'playwright/test'

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
const sizes = [
  { width: 320, height: 640 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
] as const
const [phone, , desk] = sizes

/** What depends on colours and on widths; all else of the markup was seen before. */
const rulesOfLooks = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block']

/** `PICTURES=1` takes them; a run that nobody looks at is twice as fast without. */
const arePicturesWanted = process.env.PICTURES === '1'

type Finding = Readonly<{ id: string; help: string; nodes: readonly Readonly<{ target: readonly string[] }>[] }>

type Axe = { run(options: { runOnly?: readonly string[] }): Promise<{ violations: Finding[] }> }

/** What axe-core finds wrong with the page as it is now, by these rules or by all: each rule with the elements that break it. */
const findings = async (page: Page, runOnly?: readonly string[]): Promise<string[]> => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const violations = await page.evaluate(
    options => (Reflect.get(window, 'axe') as Axe).run(options).then(result => result.violations),
    runOnly ? { runOnly } : {},
  )
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** The elements that reach beyond the window's right edge; empty when nobody has to scroll sideways. */
export const beyondTheEdge = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return []
    return [...document.querySelectorAll('body *')]
      .filter(element => element.getBoundingClientRect().right > window.innerWidth + 0.5)
      .map(element => `${element.tagName.toLowerCase()}.${element.className} ${element.textContent?.slice(0, 40)}`)
  })

const takePicture = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: `test-results/looks/${name}.png`, fullPage: true, animations: 'disabled' })

/**
 * Looks at a page in every width, in light and in dark: no sideways scrolling, and a picture for people to judge if they want one.
 * There is nothing for axe-core to find as it is laid out for phones, in light, nor in its looks for desks, in dark.
 */
export const inspect = async (page: Page, name: string): Promise<void> => {
  // After a navigation by script the title comes a moment later than the page.
  await expect(page).toHaveTitle(/./)
  for (const size of sizes) {
    await page.setViewportSize(size)
    expect(await beyondTheEdge(page), `${name} at ${size.width}`).toEqual([])
    for (const scheme of ['light', 'dark'] as const) {
      const isForAxe = (size === phone && scheme === 'light') || (size === desk && scheme === 'dark')
      if (!isForAxe && !arePicturesWanted) continue
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      const rules = size === phone ? undefined : rulesOfLooks
      if (isForAxe) expect(await findings(page, rules), `${name} at ${size.width}, ${scheme}`).toEqual([])
      if (arePicturesWanted) await takePicture(page, `${name}-${size.width}-${scheme}`)
    }
  }
}
