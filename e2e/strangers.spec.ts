import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'playwright/test'
import { builtActions, builtRoutes } from './built-site.ts'
import { type Action, actions, fill, routes, type Subject, type Subjects } from './doors.ts'
import { idsOf, standingOf } from './ledger.ts'
import { newSlug, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import { addSeatType, createConference, publish, readAccessCode } from './plain/owner.ts'
import { buySeats, details, orderAddress, orderSeats, proceedToPayment } from './plain/registrant.ts'
import { type Answer, ask, callAction, type FilledForm, fillForm, sendForm, type Visitor, waysToOpen } from './stranger.ts'

test.describe.configure({ timeout: 60_000 })

const patience = { timeout: 15_000, intervals: [100] }
const registrant = { firstName: 'Ada', lastName: 'Byron', email: 'ada@secrets.example' }
const attendee = { firstName: 'Blaise', lastName: 'Pascal', email: 'blaise@secrets.example' }

/** Whose everything is, and who only came by. */
let rightful: Visitor
let strangers: Readonly<Record<Stranger, Visitor>>
let subjects: Subjects
let forms: ReadonlyMap<string, FilledForm>
/** What nobody but the owner and the registrant may ever read. */
let secrets: readonly string[]

const strangerNames = ['nobody', 'the owner of another conference', 'the registrant of another order'] as const
type Stranger = (typeof strangerNames)[number]

const visitorOf = ({ cookie }: PlainBrowser, own: Partial<Subject>, home?: string): Visitor => ({ cookie, own, home })

/** A conference with a paid order that has an attendee, and with one whose payment is under way; and a draft. */
const prepare = async (browser: PlainBrowser): Promise<void> => {
  const unseen = await createConference(browser, newSlug('unseen'))
  await addSeatType(browser, unseen.slug, { name: 'Talks', price: '80', quota: 20 })
  const { slug, ownerEmail } = await createConference(browser, 'guarded')
  await addSeatType(browser, slug, { name: 'Talks', price: '80', quota: 20 })
  await publish(browser, slug)
  const codes = { guarded: await readAccessCode(browser, slug), unseen: await readAccessCode(browser, unseen.slug) }
  const confirmation = await buySeats(browser, slug, { Talks: 1 }, registrant)
  const bought = orderAddress(confirmation)
  const code = confirmation.definition('Order code') ?? ''
  expect(code).not.toBe('')
  const naming = await browser.until(await browser.open(`${bought}/seats`), ({ heading }) => heading === 'Assign seats')
  expect((await browser.press(naming, 'Save assignments', details(attendee))).heading).toBe('Thank you')
  const checkout = await orderSeats(browser, slug, { Talks: 1 })
  const held = orderAddress(checkout)
  await proceedToPayment(browser, checkout, registrant)

  /** The mail of a conference may be written a moment later. */
  const aboutOrder = async (address: string): Promise<Subject> => {
    const orderId = address.slice(-36)
    await expect.poll(async () => Object.values(await idsOf(slug, orderId)).every(Boolean), patience).toBe(true)
    const { seatTypeId = '', paymentId = '', mailId = '' } = await idsOf(slug, orderId)
    return { slug, orderId, seatTypeId, paymentId, mailId, orderCode: code, accessCode: codes.guarded }
  }
  const subject = await aboutOrder(bought)
  const { seatTypeId = '' } = await idsOf(unseen.slug)
  const draft = { ...subject, slug: unseen.slug, seatTypeId, accessCode: codes.unseen }
  subjects = { bought: subject, held: await aboutOrder(held), draft }
  const emails = [registrant.email, attendee.email, ownerEmail, unseen.ownerEmail]
  secrets = [...emails, code, codes.guarded, codes.unseen, unseen.name]
}

const pageOf = (name: string, { at }: Action): string => at ?? name.replace(/ .*/, '')

const collectForms = async (browser: PlainBrowser): Promise<void> => {
  const built = builtActions()
  const collected = new Map<string, FilledForm>()
  for (const [name, action] of Object.entries(actions)) {
    const id = built.get(name)
    if (!id) continue
    const subject = subjects[action.on]
    const typed = 'typed' in action ? action.typed : {}
    collected.set(name, await fillForm(browser, { id, path: fill(pageOf(name, action), subject), typed }, subject))
  }
  forms = collected
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  const newBrowser = () => new PlainBrowser(stage().url)
  const [own, elsewhere, fellow] = [newBrowser(), newBrowser(), newBrowser()]
  await prepare(own)
  await collectForms(own)
  rightful = visitorOf(own, {})
  const other = await createConference(elsewhere, 'elsewhere')
  const { slug } = subjects.bought
  const order = orderAddress(await orderSeats(fellow, slug, { Talks: 1 }))
  strangers = {
    nobody: { cookie: '', own: {} },
    'the owner of another conference': visitorOf(elsewhere, { slug: other.slug }, `/manage/${other.slug}`),
    'the registrant of another order': visitorOf(fellow, { slug, orderId: order.slice(-36) }, order),
  }
})

/** What was sent along is no secret any more. */
const secretsIn = ({ text }: Answer, sent = ''): string[] =>
  secrets.filter(secret => text.includes(secret) && !sent.includes(secret)).map(secret => `it shows ${secret}`)

/** A page that is not there is closed to everybody; a draft's orders, for one, are none. */
const isClosed = ({ status, location }: Answer, closed: string | 404): boolean =>
  status === 404 || (status >= 300 && status < 400 && new URL(location, stage().url).pathname === closed)

const standing = () => standingOf([subjects.bought.slug, subjects.draft.slug], [subjects.bought.orderId, subjects.held.orderId])

const addressesOf = (route: string) =>
  new Map(Object.values(subjects).map((subject: Subject) => [fill(route, subject), subject] as const))

const expectToBeSignedIn = async (visitor: Visitor): Promise<void> => {
  if (visitor.home) expect((await ask(visitor, visitor.home)).status, visitor.home).toBe(200)
}

/** What the build and the lists in doors.ts do not have in common. */
const unsorted = (built: readonly string[], sorted: readonly string[]): string[] => [
  ...built.filter(name => !sorted.includes(name)).map(name => `${name} is new: say in e2e/doors.ts for whom it is`),
  ...sorted.filter(name => !built.includes(name)).map(name => `${name} is not in the build: take it out of e2e/doors.ts`),
]

test('of every route and every action of the build it is said for whom it is', () => {
  expect(unsorted(builtRoutes(), Object.keys(routes))).toEqual([])
  expect(unsorted([...builtActions().keys()], Object.keys(actions))).toEqual([])
})

for (const name of strangerNames) {
  test(`no route shows ${name} what is not theirs`, async () => {
    const stranger = strangers[name]
    await expectToBeSignedIn(stranger)
    const complaints: string[] = []
    for (const [route, door] of Object.entries(routes))
      for (const [address, subject] of addressesOf(route)) {
        const answers = await Promise.all(waysToOpen.map(way => way(stranger, address)))
        const [document] = answers
        const said = answers.flatMap(answer => [
          ...secretsIn(answer),
          ...('shows' in door && answer.text.includes(door.shows) ? [`it shows “${door.shows}”`] : []),
          ...(answer.status >= 500 && route !== '/_global-error' ? ['it fails'] : []),
        ])
        const closed = 'closed' in door ? door.closed : undefined
        if (closed && document && !isClosed(document, typeof closed === 'string' ? fill(closed, subject) : closed))
          said.push(`it is answered with ${document.status} ${document.location}`)
        complaints.push(...said.map(what => `${address}: ${what}`))
      }
    expect(complaints).toEqual([])
  })

  test(`no action does anything for ${name}`, async () => {
    const stranger = strangers[name]
    await expectToBeSignedIn(stranger)
    let before = await standing()
    const complaints: string[] = []
    for (const [action, form] of forms) {
      const door = actions[action]
      if (!door) continue
      const subject = subjects[door.on]
      const own = fill(pageOf(action, door), { ...subject, ...stranger.own })
      const page = fill(pageOf(action, door), subject)
      const answers = [
        // Next knows an action only at the pages that carry it; nothing here relies on that.
        await sendForm(stranger, '/', form),
        ...(await Promise.all([page, own].flatMap(path => [sendForm(stranger, path, form), callAction(stranger, path, form)]))),
      ]
      const sent = form.fields.map(([, value]) => value).join()
      const answer = 'answer' in door && door.answer ? fill(door.answer, subject) : undefined
      const said = answers.flatMap(each => [
        ...secretsIn(each, sent),
        ...(answer && each.text.includes(answer) ? [`it gives ${answer}`] : []),
        ...(each.status >= 500 ? ['it fails'] : []),
      ])
      const after = await standing()
      if (!isDeepStrictEqual(after, before)) said.push('the conference or its orders are others than before')
      before = after
      complaints.push(...said.map(what => `${action}: ${what}`))
    }
    expect(complaints).toEqual([])
  })
}

test('every route opens to whom it belongs', async () => {
  const complaints: string[] = []
  for (const [route, door] of Object.entries(routes)) {
    if (!('shows' in door)) continue
    for (const way of waysToOpen) {
      const answers = await Promise.all([...addressesOf(route).keys()].map(address => way(rightful, address)))
      const isShown = answers.some(({ status, text }) => status === 200 && text.includes(door.shows))
      if (!isShown) complaints.push(`${route} does not show “${door.shows}”`)
    }
  }
  expect(complaints).toEqual([])
})

test('every action does what is asked by whom it belongs to', async () => {
  const complaints: string[] = []
  for (const [action, form] of forms) {
    const door = actions[action]
    if (!door || 'open' in door) continue
    const subject = subjects[door.on]
    const path = fill(pageOf(action, door), subject)
    const before = await standing()
    for (const way of door.answer ? [sendForm, callAction] : [sendForm]) {
      const { status, text } = await way(rightful, path, form)
      const isDone = door.answer ? text.includes(fill(door.answer, subject)) : !isDeepStrictEqual(await standing(), before)
      if (!isDone) complaints.push(`${action} does nothing: ${status} ${/class="error-summary".{0,400}/s.exec(text)?.[0]}`)
    }
  }
  expect(complaints).toEqual([])
})
