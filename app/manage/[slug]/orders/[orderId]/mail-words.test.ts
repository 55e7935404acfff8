import { describe, expect, it } from 'vitest'
import { mailWords } from './mail-words.ts'

const mail = { kind: 'orderConfirmed', recipient: 'ada@visitors.example' } as const

describe('a mail in the timeline', () => {
  it.each([
    ['waiting', 0, 'The mail “Order confirmed” to ada@visitors.example is waiting to be sent.'],
    ['waiting', 2, 'The mail “Order confirmed” to ada@visitors.example could not be sent yet and is tried again.'],
    ['sent', 1, 'The mail “Order confirmed” to ada@visitors.example was sent.'],
    ['failed', 1, 'The mail “Order confirmed” to ada@visitors.example could not be sent and was given up after 1 attempt.'],
    ['failed', 9, 'The mail “Order confirmed” to ada@visitors.example could not be sent and was given up after 9 attempts.'],
  ] as const)('that is %s after %i attempts says so', (status, attempts, words) => {
    expect(mailWords({ ...mail, status, attempts })).toBe(words)
  })
})
