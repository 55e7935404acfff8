import { newSlug } from '../own-conference.ts'
import type { PlainBrowser } from './browser.ts'
import type { Page } from './page.ts'

export type Draft = Readonly<{ slug: string; name: string; ownerEmail: string }>

/** What is typed into the form that creates a conference. */
export const draftFields = ({ slug, name, ownerEmail }: Draft): Record<string, string> => ({
  'Owner name': 'Spec Owners',
  'Owner email': ownerEmail,
  Name: name,
  Tagline: 'Numbers at work',
  Slug: slug,
  Description: 'A day about machines.\nBring a friend.',
  Location: 'Riverside Hall, Geneva',
  'Time zone': 'Europe/Zurich',
  Currency: 'USD',
  Starts: '2027-09-01T09:00',
  Ends: '2027-09-02T17:00',
})

const expectSaid = (page: Page, sentence: string): Page => {
  if (page.text.includes(sentence)) return page
  throw new Error(`"${page.heading}" does not say "${sentence}": ${page.problems.join(' ') || page.text}`)
}

/** Creates a conference as its owner does; ends on its overview. */
export const createConference = async (browser: PlainBrowser, theme: string): Promise<Draft> => {
  const slug = newSlug(theme)
  const draft = { slug, name: `Conference about ${theme}`, ownerEmail: `${slug}@owners.example` }
  const form = await browser.open('/manage/create')
  expectSaid(await browser.press(form, 'Create conference', draftFields(draft)), draft.name)
  return draft
}

export const readAccessCode = async (browser: PlainBrowser, slug: string): Promise<string> => {
  const shown = await browser.press(await browser.open(`/manage/${slug}`), 'Show access code')
  const code = /Access code:? ([ABCDEFGHJKMNPQRSTVWXYZ2-9]{5})\b/.exec(shown.text)?.[1]
  if (!code) throw new Error(`no access code on "${shown.heading}"`)
  return code
}

export const signIn = async (browser: PlainBrowser, email: string, accessCode: string): Promise<Page> =>
  browser.press(await browser.open('/manage/login'), 'Sign in', { Email: email, 'Access code': accessCode })

type SeatType = Readonly<{ name: string; price: string; quota: number }>

/** Ends on the page of the seat types. */
export const addSeatType = async (browser: PlainBrowser, slug: string, { name, price, quota }: SeatType): Promise<Page> => {
  const form = await browser.open(`/manage/${slug}/seat-types`)
  const added = await browser.press(form, 'Add seat type', { Name: name, Price: price, Quota: String(quota) })
  return expectSaid(added, 'The seat type is added.')
}

/** Ends on the page of the seat types. */
export const editSeatType = async (
  browser: PlainBrowser,
  slug: string,
  name: string,
  fields: Readonly<Record<string, string>>,
): Promise<Page> => {
  const form = await browser.follow(await browser.open(`/manage/${slug}/seat-types`), `Edit ${name}`)
  return expectSaid(await browser.press(form, 'Save seat type', fields), 'The seat type is saved.')
}

/** Ends on the overview. */
export const publish = async (browser: PlainBrowser, slug: string): Promise<Page> =>
  expectSaid(await browser.press(await browser.open(`/manage/${slug}`), 'Publish'), 'The conference is published.')
