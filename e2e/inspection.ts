import { readFileSync } from 'node:fs'
import { expect, type Page } from 'playwright/test'

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
const heights = { 320: 640, 768: 1024, 1280: 800 }
const widths = [320, 768, 1280] as const

type Finding = Readonly<{ id: string; help: string; nodes: readonly Readonly<{ target: readonly string[] }>[] }>

/** What axe-core finds wrong with the page as it is now: each rule with the elements that break it. */
const findings = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe)
  const violations = await page.evaluate(() =>
    (Reflect.get(window, 'axe') as { run(): Promise<{ violations: Finding[] }> }).run().then(result => result.violations),
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

/**
 * Looks at a page in every width: no sideways scrolling, and a picture for people to judge. There is nothing for axe-core to find
 * as it is laid out for phones, in light, and for desks, in dark.
 */
export const inspect = async (page: Page, name: string, scheme: 'light' | 'dark'): Promise<void> => {
  for (const width of widths) {
    await page.setViewportSize({ width, height: heights[width] })
    expect(await beyondTheEdge(page), `${name} at ${width}`).toEqual([])
    if (width === (scheme === 'light' ? 320 : 1280)) expect(await findings(page), `${name} at ${width}, ${scheme}`).toEqual([])
    await page.screenshot({ path: `test-results/looks/${name}-${width}-${scheme}.png`, fullPage: true, animations: 'disabled' })
  }
}
