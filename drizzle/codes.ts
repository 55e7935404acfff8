import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  randomInt,
  scrypt,
  timingSafeEqual,
} from 'node:crypto'
import { accessCodeLength, codeAlphabet, normaliseCode, orderCodeLength } from '#domain/codes'
import { settings } from './settings.ts'

const newCode = (length: number): string =>
  Array.from({ length }, () => codeAlphabet.charAt(randomInt(codeAlphabet.length))).join('')

export const newOrderCode = (): string => newCode(orderCodeLength)

export const newAccessCode = (): string => newCode(accessCodeLength)

/** Each use of the pepper has a purpose of its own, so that no value made for one can stand in for another. */
const peppered = (purpose: string, text: string): Buffer =>
  createHmac('sha256', settings().CODE_PEPPER).update(`${purpose}\0${text}`).digest()

/** Stands for an e-mail or a network address where neither may be kept: in counters, and in what a browser carries. */
export const pseudonym = (purpose: string, text: string): string => peppered(purpose, text).toString('base64url').slice(0, 22)

/** Compares in a time that depends on neither text: both are hashed to the same length first. */
export const sameSecret = (one: string, other: string): boolean => {
  const [first, second] = [one, other].map(text => createHash('sha256').update(text).digest())
  return first !== undefined && second !== undefined && timingSafeEqual(first, second)
}

const sealed = { version: 'v1', cipher: 'aes-256-gcm', nonceBytes: 12, tagBytes: 16 } as const
const codeKey = (): Buffer => Buffer.from(settings().CODE_KEY, 'hex')

/** Encrypts a code (AES-256-GCM, a fresh nonce each time) so that only this system can show it again. The version allows another key one day. */
export const sealCode = (code: string): string => {
  const nonce = randomBytes(sealed.nonceBytes)
  const cipher = createCipheriv(sealed.cipher, codeKey(), nonce, { authTagLength: sealed.tagBytes }).setAAD(
    Buffer.from(sealed.version),
  )
  const body = Buffer.concat([cipher.update(normaliseCode(code), 'utf8'), cipher.final()])
  return `${sealed.version}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
}

/** The code that was sealed. Throws when the text was not sealed with this system's CODE_KEY, or was changed since. */
export const openCode = (text: string): string => {
  const [version, content] = text.split('.')
  const bytes = Buffer.from(content ?? '', 'base64url')
  const start = sealed.nonceBytes + sealed.tagBytes
  if (version !== sealed.version || bytes.length <= start) throw new Error('A sealed code cannot be opened: it has another form.')
  const nonce = bytes.subarray(0, sealed.nonceBytes)
  const decipher = createDecipheriv(sealed.cipher, codeKey(), nonce, { authTagLength: sealed.tagBytes })
    .setAAD(Buffer.from(version))
    .setAuthTag(bytes.subarray(sealed.nonceBytes, start))
  return Buffer.concat([decipher.update(bytes.subarray(start)), decipher.final()]).toString('utf8')
}

/** By this an order is found again (hex). Not scrypt: at an on-sale thousands are made a second, and the pepper is what guards them. */
export const orderCodeLookup = (code: string): string => peppered('order-code', normaliseCode(code)).toString('hex')

/** 32 MB and some 60 ms of one thread for each guess; RFC 7914 names the parameters. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 } as const

/**
 * The stored form of a conference's access code. The salt comes from the owner's e-mail, so that one attempt costs one scrypt
 * however many conferences that owner has, and the same code of two owners looks different.
 */
export const hashAccessCode = (email: string, code: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const salt = peppered('access-code-salt', email.trim().toLowerCase())
    scrypt(peppered('access-code', normaliseCode(code)), salt, 32, cost, (error, key) =>
      error ? reject(error) : resolve(`s1.${key.toString('hex')}`),
    )
  })
