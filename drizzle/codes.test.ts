import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessCodeLength, codeAlphabet, isCode, orderCodeLength } from '#domain/codes'
import { hashAccessCode, newAccessCode, newOrderCode, openCode, orderCodeLookup, sameSecret, sealCode } from './codes.ts'
import { commandIdHash, inputHash, newId } from './ids.ts'
import { provideSettings } from './settings.ts'

provideSettings({
  DATABASE_URL: 'postgres://localhost/none',
  PUBLIC_URL: 'http://localhost:3000',
  AUTH_SECRET: 'a'.repeat(32),
  CODE_PEPPER: 'b'.repeat(32),
  CODE_KEY: 'c'.repeat(64),
  PAYMENT_SECRET: 'd'.repeat(32),
  PAYMENT_PROCESSOR: 'simulated',
})

const anyCode = fc.array(fc.constantFrom(...codeAlphabet), { minLength: 5, maxLength: 6 }).map(letters => letters.join(''))

describe('new codes', () => {
  it('have their length and only letters of the alphabet', () => {
    for (let made = 0; made < 500; made++) {
      expect(isCode(newOrderCode(), orderCodeLength)).toBe(true)
      expect(isCode(newAccessCode(), accessCodeLength)).toBe(true)
    }
  })

  it('use every letter of the alphabet and do not repeat', () => {
    const made = Array.from({ length: 1000 }, newOrderCode)
    expect(new Set(made.join('')).size).toBe(codeAlphabet.length)
    expect(new Set(made).size).toBeGreaterThan(990)
  })
})

describe('a sealed code', () => {
  it('opens to the same code, and no two seals look alike', () => {
    fc.assert(
      fc.property(anyCode, code => {
        const [one, other] = [sealCode(code), sealCode(code)]
        expect([openCode(one), openCode(other)]).toEqual([code, code])
        expect(one).not.toBe(other)
        expect(one).not.toContain(code)
      }),
    )
  })

  it('does not open when any part of it was changed', () => {
    const [version, content = ''] = sealCode('ABC234').split('.')
    const bytes = Buffer.from(content, 'base64url')
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(bytes.readUInt8(index) ^ 1, index)
      expect(() => openCode(`${version}.${changed.toString('base64url')}`)).toThrow()
    }
    for (const other of ['', 'v1', 'v1.', `v2.${content}`, content])
      expect(() => openCode(other)).toThrow('sealed code cannot be opened')
  })
})

describe('the look-up of an order code', () => {
  it('is the same however the code is typed, and another for another code', () => {
    expect(orderCodeLookup(' abc-234')).toBe(orderCodeLookup('ABC234'))
    expect(orderCodeLookup('ABC234')).toMatch(/^[0-9a-f]{64}$/)
    expect(orderCodeLookup('ABC235')).not.toBe(orderCodeLookup('ABC234'))
  })
})

describe('the hash of an access code', () => {
  it('is the same however e-mail and code are typed', async () => {
    expect(await hashAccessCode(' Anna@Example.com', 'ab-c23')).toBe(await hashAccessCode('anna@example.com', 'ABC23'))
  })

  it('differs between owners and between codes', async () => {
    const hashes = await Promise.all([
      hashAccessCode('anna@example.com', 'ABC23'),
      hashAccessCode('ben@example.com', 'ABC23'),
      hashAccessCode('anna@example.com', 'ABC24'),
    ])
    expect(new Set(hashes).size).toBe(3)
  })
})

it('takes two secrets for the same only when they are', () => {
  expect(sameSecret('one', 'one')).toBe(true)
  expect(sameSecret('one', 'on')).toBe(false)
  expect(sameSecret('', 'one')).toBe(false)
})

describe('ids', () => {
  it('stay in the shard of the conference', () => {
    fc.assert(
      fc.property(fc.uuid(), conferenceId => {
        const id = newId(conferenceId)
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(id.charAt(0)).toBe(conferenceId.charAt(0))
        expect(newId(conferenceId)).not.toBe(id)
      }),
    )
  })

  it('are refused for what is no id', () => {
    for (const wrong of ['', 'x1', '-', 'ｆ']) expect(() => newId(wrong)).toThrow('not an id')
  })
})

describe('the hash of an input', () => {
  it('does not depend on the order of its properties', () => {
    expect(inputHash({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(inputHash({ b: [{ d: 3, c: 2 }], a: 1 }))
  })

  it('differs when anything else does', () => {
    const inputs = [{ a: [1, 2] }, { a: [2, 1] }, { a: '1,2' }, {}, [], null, undefined, '', { a: undefined, b: 1 }]
    expect(new Set(inputs.map(inputHash)).size).toBe(inputs.length)
  })
})

it('never shows a command id in its hash', () => {
  expect(commandIdHash('0b0f')).toMatch(/^[0-9a-f]{64}$/)
  expect(commandIdHash('0b0f')).not.toBe(commandIdHash('0b0e'))
})
