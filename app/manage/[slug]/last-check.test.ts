import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { LastCheck } from './last-check.tsx'

type Check = NonNullable<Parameters<typeof LastCheck>[0]['check']>

const allWell: Check = {
  checkedAt: '2027-03-10T08:00:05.000Z',
  findings: [],
  notCompared: [],
  events: 12_345,
  orders: 1,
  underWay: 0,
}

/** What stands in the card, without its mark-up. */
const shown = (check: Check | undefined): string =>
  renderToStaticMarkup(LastCheck({ check, slug: 'engines', timeZone: 'Europe/Zurich' }))
    .replace(/<\/(h2|p|li)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .trim()

it('says how to have a conference checked that never was', () => {
  expect(shown(undefined)).toBe(
    'Last check\nNot checked yet. Whoever runs this site can recount seats and money from the events: npm run verify -- engines',
  )
})

it('says when everything added up, in the zone of the conference, and what was counted', () => {
  expect(shown(allWell)).toBe(
    'Last check\nEverything adds up Mar 10, 2027, 9:00:05 AM Central European Time\nRecounted: 1 order, from 12,345 events.',
  )
})

it('lists what is wrong, and says what was still under way or was not compared', () => {
  const check = {
    ...allWell,
    findings: ['A seat is missing.', 'A payment too.'],
    underWay: 2,
    notCompared: ['orders', 'seat-types'],
  }
  expect(shown(check).split('\n').slice(1)).toEqual([
    'Something is wrong Mar 10, 2027, 9:00:05 AM Central European Time',
    'A seat is missing.',
    'A payment too.',
    'Recounted: 1 order, from 12,345 events. 2 still under way then. Not compared, because they were being rebuilt: orders, seat-types.',
  ])
})
