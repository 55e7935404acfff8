/** What stands for the parameters of addresses and forms. */
export type Subject = Readonly<
  Record<'slug' | 'orderId' | 'paymentId' | 'mailId' | 'seatTypeId' | 'orderCode' | 'accessCode', string>
>

/** The text with its [parameters] filled in. */
export const fill = (text: string, subject: Partial<Subject>): string => {
  const values: Readonly<Record<string, string>> = { nextauth: 'session', ...subject }
  return text.replace(/\[(?:\.{3})?(\w+)\]/g, (_, name: string) => values[name] ?? 'none')
}

/**
 * A route of the site. One that is `open` says why anybody may see it; of the others, `shows` is what only who has the grant finds
 * there, and `closed` is what everybody else gets: an address, or a status.
 */
export type Route = Readonly<{ open: string } | { shows: string; closed: string | 404 } | { closed: 404; because: string }>

const open = (because: string): Route => ({ open: because })
const ofOrder = (shows: string, closed: string | 404 = '/[slug]/orders/find'): Route => ({ shows, closed })
const ofConference = (shows: string, closed: string | 404 = '/manage/login'): Route => ({ shows, closed })
const withoutMailServer: Route = { closed: 404, because: 'it is there for trying things out only, and never in production' }

export const routes: Readonly<Record<string, Route>> = {
  '/': open('the published conferences'),
  '/[slug]': open('a published conference'),
  '/[slug]/register': open('anybody may order'),
  '/[slug]/orders/find': open('the way in to an order'),
  '/[slug]/orders/[orderId]': ofOrder('Order code'),
  '/[slug]/orders/[orderId]/calendar.ics': ofOrder('BEGIN:VCALENDAR'),
  '/[slug]/orders/[orderId]/checkout': ofOrder('Time left'),
  '/[slug]/orders/[orderId]/events': ofOrder('data:', 404),
  '/[slug]/orders/[orderId]/register': ofOrder('Order seats'),
  '/[slug]/orders/[orderId]/seats': ofOrder('Save assignments'),
  '/payment/[paymentId]': open('stands in for another company, where whoever knows the address may pay; names no registrant'),
  '/manage': open('lists what this very session may manage'),
  '/manage/create': open('anybody may create a conference'),
  '/manage/login': open('the way in to a conference'),
  '/manage/[slug]': ofConference('Publication'),
  '/manage/[slug]/attendees': ofConference('Download CSV'),
  '/manage/[slug]/attendees.csv': ofConference('Seat type,First name'),
  '/manage/[slug]/edit': ofConference('Save changes'),
  '/manage/[slug]/events': ofConference('data:', 404),
  '/manage/[slug]/history': ofConference('The conference was created'),
  '/manage/[slug]/orders': ofConference('Download CSV'),
  '/manage/[slug]/orders.csv': ofConference('Code,Status'),
  '/manage/[slug]/orders/[orderId]': ofConference('Timeline'),
  '/manage/[slug]/seat-types': ofConference('Add seat type'),
  '/mailbox': withoutMailServer,
  '/mailbox/[mailId]': withoutMailServer,
  '/api/auth/[...nextauth]': open('signing in, and what this very session is'),
  '/api/payments/callback': open('hears only what the payment processor signed: safety.spec.ts'),
  '/healthz': open('says only that the process lives'),
  '/readyz': open('says only that the process is ready'),
  '/metrics': open('numbers of the whole system'),
  '/icon.svg': open('the icon'),
  '/robots.txt': open('what search engines may read'),
  '/_not-found': open('the page for every address where nothing is'),
  '/_global-error': open('the page for when all else fails'),
}

/**
 * A server action: its form stands on the page of its folder, or `at` another address. One that is `open` says why it asks for no
 * grant, and is sent as the form comes. The others change something (or give the `answer`) for who has the grant, when `typed` is
 * filled in, and do nothing for everybody else.
 */
export type Action = Readonly<{ on: keyof Subjects; at?: string }> &
  Readonly<{ open: string } | { typed: Readonly<Record<string, string>>; answer?: string }>

/** What the forms are about: a conference with a paid order, and another whose seats are held; and a conference nobody saw yet. */
export type Subjects = Readonly<{ bought: Subject; held: Subject; draft: Subject }>

const eve = (suffix = '') => ({
  [`firstName${suffix}`]: 'Eve',
  [`lastName${suffix}`]: 'Stranger',
  [`email${suffix}`]: 'eve@strangers.example',
})

export const actions: Readonly<Record<string, Action>> = {
  '/[slug]/register registerToConference': { on: 'bought', open: 'anybody may order' },
  '/[slug]/orders/find findOrder': { on: 'bought', open: 'asks for the order code' },
  '/[slug]/orders/[orderId]/checkout proceedToPayment': { on: 'held', typed: eve() },
  '/[slug]/orders/[orderId]/register changeOrderSeats': { on: 'held', typed: { 'quantity-[seatTypeId]': '3' } },
  '/[slug]/orders/[orderId]/seats saveAssignments': { on: 'bought', typed: eve('-0') },
  '/payment/[paymentId] decidePayment': { on: 'held', open: 'whoever knows the address may pay, as at a real company' },
  '/manage/create createConference': { on: 'draft', open: 'anybody may create a conference' },
  '/manage/login signIn': { on: 'draft', open: 'asks for the access code' },
  '/manage/[slug]/edit editConference': { on: 'bought', typed: { tagline: 'Taken over' } },
  '/manage/[slug]/orders searchOrders': { on: 'bought', typed: { search: '[orderCode]' }, answer: '?order=[orderId]' },
  '/manage/[slug]/seat-types addSeats': { on: 'bought', typed: { name: 'Taken over', price: '0', quota: '9' } },
  '/manage/[slug]/seat-types changeSeats': {
    on: 'bought',
    at: '/manage/[slug]/seat-types?edit=[seatTypeId]',
    typed: { price: '0', quota: '9' },
  },
  '/manage/[slug]/seat-types deleteSeats': { on: 'draft', typed: {} },
  '/manage/[slug] publish': { on: 'draft', typed: {} },
  '/manage/[slug] unpublish': { on: 'bought', typed: {} },
  '/manage/[slug] renewCode': { on: 'bought', typed: {} },
  '/manage/[slug] showAccessCode': { on: 'draft', typed: {}, answer: '[accessCode]' },
  '/manage/[slug] signOut': { on: 'bought', open: 'ends what this very session may open, and nothing of others' },
}
