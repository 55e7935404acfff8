import { expect, type Page } from 'playwright/test'
import { newSlug } from './own-conference.ts'
import { draftFields } from './plain/owner.ts'
import { expectHeading, press } from './visitor.ts'

export type Draft = Readonly<{ slug: string; name: string; ownerEmail: string; currency: string }>

export const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })

export const fillFields = async (page: Page, fields: Readonly<Record<string, string>>): Promise<void> => {
  for (const [label, text] of Object.entries(fields)) await field(page, label).fill(text)
}

/** Fills in the form that creates a conference: every field but that for the minutes, which has a value. */
export const fillDraft = (page: Page, draft: Draft): Promise<void> =>
  fillFields(page, { ...draftFields(draft), Currency: draft.currency })

export const newDraft = (theme: string): Draft => {
  const slug = newSlug(theme)
  return { slug, name: `Conference about ${theme}`, ownerEmail: `${slug}@owners.example`, currency: 'USD' }
}

/** Creates a conference as its owner does; ends on its overview. */
export const createConference = async (page: Page, theme: string): Promise<Draft> => {
  const draft = newDraft(theme)
  await page.goto('/manage/create')
  await fillDraft(page, draft)
  await press(page, 'Create conference')
  await expectHeading(page, draft.name)
  return draft
}

/** From any of the conference's management pages. */
export const readAccessCode = async (page: Page, slug: string): Promise<string> => {
  await page.goto(`/manage/${slug}`)
  await press(page, 'Show access code')
  const shown = page.getByRole('status').filter({ hasText: 'Access code' })
  await expect(shown).toHaveText(/[ABCDEFGHJKMNPQRSTVWXYZ2-9]{5}$/)
  return (await shown.textContent())?.slice(-5) ?? ''
}

export const signIn = async (page: Page, email: string, accessCode: string): Promise<void> => {
  await page.goto('/manage/login')
  await fillFields(page, { Email: email, 'Access code': accessCode })
  await press(page, 'Sign in')
}

type SeatType = Readonly<{ name: string; price: string; quota: number }>

export const addSeatType = async (page: Page, slug: string, { name, price, quota }: SeatType): Promise<void> => {
  await page.goto(`/manage/${slug}/seat-types`)
  await fillFields(page, { Name: name, Price: price, Quota: String(quota) })
  await press(page, 'Add seat type')
  await expect(page.getByText('The seat type is added.')).toBeVisible()
}

export const editSeatType = async (
  page: Page,
  slug: string,
  name: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> => {
  await page.goto(`/manage/${slug}/seat-types`)
  await page.getByRole('link', { name: `Edit ${name}` }).click()
  await expect(page.getByRole('heading', { name: `Edit ${name}` })).toBeVisible()
  await fillFields(page, fields)
  await press(page, 'Save seat type')
  await expect(page.getByText('The seat type is saved.')).toBeVisible()
}

export const publish = async (page: Page, slug: string): Promise<void> => {
  await page.goto(`/manage/${slug}`)
  await press(page, 'Publish')
  await expect(page.getByText('The conference is published.', { exact: true })).toBeVisible()
}

/** A number of the overview, by its label. */
export const figure = (page: Page, label: string) => page.getByRole('term').filter({ hasText: label }).locator('xpath=../dd')

/** What the overview or the seat types page says of a seat type, without its name. */
export const numbersOf = (page: Page, seatType: string) => page.getByRole('row', { name: seatType }).getByRole('cell')
