import { describe, expect, it } from 'vitest'
import type { ListedMail } from '#drizzle/queries/mails'
import type { TimelineEntry } from '#drizzle/queries/order-timeline'
import { happenings } from './happenings.ts'

const at = (second: string) => `2027-03-10T09:00:${second}Z`

const entry = (sequence: number, second: string, kind: 'event' | 'command' = 'event'): TimelineEntry => ({
  ...{ sequence, kind, type: 'OrderExpired', at: at(second), actor: 'system', because: undefined },
  words: `number ${sequence}`,
})

const mail = (mailId: string, second: string): ListedMail => ({
  ...{ mailId, kind: 'orderExpired', recipient: 'ada@visitors.example', status: 'sent', attempts: 1, failed: false },
  createdAt: at(second),
  sentAt: at(second),
})

const keys = (...given: Parameters<typeof happenings>) => happenings(...given).map(({ key }) => key)

describe('what happened to an order', () => {
  it('stays in the order of the log, whatever the clocks said', () => {
    expect(keys([entry(1, '01.000'), entry(2, '03.000'), entry(3, '02.000')], [], undefined)).toEqual(['1', '2', '3'])
  })

  it('has each mail where it was caused', () => {
    const timeline = [entry(1, '01.000'), entry(2, '02.000'), entry(3, '02.000'), entry(4, '05.000')]
    const mails = [mail('first', '02.000'), mail('second', '02.500'), mail('last', '09.000')]
    expect(keys(timeline, mails, undefined)).toEqual(['1', '2', '3', 'first', 'second', '4', 'last'])
  })

  it('ends at the moment that was asked for, which counts', () => {
    const timeline = [entry(1, '01.000'), entry(2, '02.041'), entry(3, '02.042')]
    expect(keys(timeline, [mail('mail', '02.041'), mail('later', '03.000')], new Date(at('02.041')))).toEqual(['1', '2', 'mail'])
  })

  it('says why only where that is not what stands right before, nor the cause of that', () => {
    const caused = (sequence: number, because?: string) => ({ ...entry(sequence, '01.000'), because })
    const timeline = [caused(1), caused(2, 'number 1'), caused(3, 'number 1'), caused(4, 'number 2'), caused(5, 'number 4')]
    const why = (mails: ListedMail[]) => happenings(timeline, mails, undefined).map(({ because }) => because)
    expect(why([])).toEqual([undefined, undefined, undefined, 'number 2', undefined])
  })

  it('tells what was asked from what happened', () => {
    const [asked, happened] = happenings([entry(1, '01.000', 'command'), entry(2, '02.000')], [], undefined)
    expect([asked?.isAsked, happened?.isAsked]).toEqual([true, false])
  })
})
