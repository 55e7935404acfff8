import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'playwright/test'
import { stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'

/** Lets time pass for the whole stage. Only in `*.clock.spec.ts`: they have a stage of their own, one after the other. */
export const letPass = ({ minutes = 0, seconds = 0 }: { minutes?: number; seconds?: number }): void => {
  const { clockFile } = stage()
  const offset = Number(readFileSync(clockFile, 'utf8'))
  writeFileSync(clockFile, String(offset + (minutes * 60 + seconds) * 1000))
}

/** More than the hold of 15 minutes and the 14 that slow payments get. */
export const untilSeatsGoBack = { minutes: 30 }

/** What is due after time has passed is found within a second: until then the conference's page is asked again. */
export const expectSeatsBack = async (slug: string, left: string): Promise<void> => {
  const browser = new PlainBrowser(stage().url)
  const page = await browser.until(await browser.open(`/${slug}`), ({ text }) => text.includes(left))
  expect(page.text).toContain(left)
}
