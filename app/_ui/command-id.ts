import { randomBytes } from 'node:crypto'

/** Made when a form is shown and travels hidden in it, never in an address: 128 random bits that make its command the same one however often it is posted. */
export const newCommandId = (): string => randomBytes(16).toString('base64url')

export const isCommandId = (text: unknown): text is string => typeof text === 'string' && /^[A-Za-z0-9_-]{22}$/.test(text)
