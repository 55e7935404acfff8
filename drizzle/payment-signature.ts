import { createHmac, timingSafeEqual } from 'node:crypto'
import { settings } from './settings.ts'

/** A call-back is refused when it is older or younger than this. */
const toleranceSeconds = 300

const digest = (seconds: number, body: string): Buffer =>
  createHmac('sha256', settings().PAYMENT_SECRET).update(`${seconds}.${body}`).digest()

/** The header `payment-signature` of a call-back: `t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.body" in hex>`. */
export const signCallback = (body: string, at: Date): string => {
  const seconds = Math.floor(at.getTime() / 1000)
  return `t=${seconds},v1=${digest(seconds, body).toString('hex')}`
}

/** True when the header was made for this body with our secret, at most five minutes from `at`. */
export const verifyCallback = (header: string | null, body: string, at: Date): boolean => {
  const parts = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '')
  if (!parts) return false
  const seconds = Number(parts[1])
  if (Math.abs(at.getTime() / 1000 - seconds) > toleranceSeconds) return false
  return timingSafeEqual(digest(seconds, body), Buffer.from(parts[2] ?? '', 'hex'))
}
