import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessCodeLength, codeAlphabet, isCode, normaliseCode, orderCodeLength } from './codes.ts'

const code = (length: number) => fc.array(fc.constantFrom(...codeAlphabet), { minLength: length, maxLength: length })
const separator = fc.constantFrom('', ' ', '-', '\u00a0', '\u2011', ' - ', '\t')

describe('a code', () => {
  it('is made of thirty capitals and digits that nobody mistakes for one another', () => {
    expect(new Set(codeAlphabet).size).toBe(30)
    expect(codeAlphabet).toMatch(/^[A-Z2-9]+$/)
    expect(codeAlphabet).not.toMatch(/[ILOU01]/)
  })

  it('has five characters for a conference and six for an order', () => {
    expect([accessCodeLength, orderCodeLength]).toEqual([5, 6])
  })

  it('is the same in small letters, in groups and with hyphens', () => {
    fc.assert(
      fc.property(code(orderCodeLength), fc.array(separator, { minLength: 7, maxLength: 7 }), (characters, separators) => {
        const typed = separators.map((between, index) => between + (characters[index] ?? '')).join('')
        expect(normaliseCode(typed.toLowerCase())).toBe(characters.join(''))
        expect(isCode(normaliseCode(typed), orderCodeLength)).toBe(true)
      }),
    )
  })

  it.each(['IIIII', 'LLLLL', 'OOOOO', 'UUUUU', '00000', '11111', 'ſſſſſ', 'éééééé', 'ＡＡＡＡＡ'])(
    'never takes %s for another',
    text => {
      expect(isCode(normaliseCode(text), accessCodeLength)).toBe(false)
      expect(normaliseCode(text)).toBe(text)
    },
  )

  it.each(['', 'AAAA', 'AAAAAA', 'AAAA!', 'aaaaa'])('is not "%s"', text => {
    expect(isCode(text, accessCodeLength)).toBe(false)
  })

  it('normalised once is normalised for good', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(normaliseCode(normaliseCode(text))).toBe(normaliseCode(text))
      }),
    )
  })
})
