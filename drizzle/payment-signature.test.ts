import { describe, expect, it } from 'vitest'
import { signCallback, verifyCallback } from './payment-signature.ts'
import { provideSettings } from './settings.ts'

const given = {
  DATABASE_URL: 'postgres://localhost/none',
  PUBLIC_URL: 'http://localhost:3000',
  AUTH_SECRET: 'a'.repeat(32),
  CODE_PEPPER: 'b'.repeat(32),
  CODE_KEY: 'c'.repeat(64),
  PAYMENT_SECRET: 'd'.repeat(32),
  PAYMENT_PROCESSOR: 'simulated',
}
provideSettings(given)

const at = new Date('2027-03-10T09:00:00.900Z')
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000)
const body = '{"eventId":"1","outcome":"accepted"}'
const header = signCallback(body, at)

describe('the signature of a call-back', () => {
  it('holds for the very body that was signed', () => {
    expect(verifyCallback(header, body, at)).toBe(true)
    expect(verifyCallback(header, `${body} `, at)).toBe(false)
    expect(verifyCallback(header, body.replace('accepted', 'rejected'), at)).toBe(false)
    expect(verifyCallback(header, '', at)).toBe(false)
  })

  it('holds for five minutes before and after', () => {
    for (const seconds of [0, 299, -299]) expect(verifyCallback(header, body, later(seconds))).toBe(true)
    for (const seconds of [301, -301, 86_400]) expect(verifyCallback(header, body, later(seconds))).toBe(false)
  })

  it('cannot be given another time', () => {
    const [, signature] = header.split(',')
    const seconds = Math.floor(later(600).getTime() / 1000)
    expect(verifyCallback(`t=${seconds},${signature}`, body, later(600))).toBe(false)
  })

  it('is refused in any other form', () => {
    const [time, signature = ''] = header.split(',')
    const forms = [null, '', 'v1', time, signature, `${signature},${time}`, `${header},${signature}`, header.toUpperCase()]
    forms.push(
      `${time},v1=`,
      `${time},v1=${'0'.repeat(64)}`,
      `${time},v1=${'ü'.repeat(64)}`,
      `t=NaN,${signature}`,
      header.slice(0, -1),
    )
    for (const form of forms) expect(verifyCallback(form ?? null, body, at), String(form)).toBe(false)
  })

  it('holds only with the secret it was made with', () => {
    provideSettings({ ...given, PAYMENT_SECRET: 'e'.repeat(32) })
    expect(verifyCallback(header, body, at)).toBe(false)
    provideSettings(given)
  })
})
