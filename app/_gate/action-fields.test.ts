import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isActionCall, isActionForm } from './action-fields.ts'

/** What runs in a browser and writes the bodies that we read. */
const react: { encodeReply(args: unknown[], options?: object): Promise<FormData | string> } = createRequire(import.meta.url)(
  'next/dist/compiled/react-server-dom-turbopack/client.edge',
)

const typed = fc.dictionary(
  fc.string().filter(name => name !== '__proto__'),
  fc.string(),
  { noNullPrototype: true },
)
const plain = { noNullPrototype: true }
const problem = fc.record({ field: fc.option(fc.string(), { nil: undefined }), message: fc.string() }, plain)
const formState = fc.record({ problems: fc.array(problem, { maxLength: 5 }), typed }, plain)

const formOf = (fields: Readonly<Record<string, string | undefined>>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value ?? '')
  return form
}

describe('a call by a script', () => {
  it('is taken as React writes it, whatever was typed', async () => {
    await fc.assert(
      fc.asyncProperty(formState, typed, async (state, fields) => {
        expect(isActionCall(await react.encodeReply([state, formOf(fields)]))).toBe(true)
        expect(isActionCall(await react.encodeReply([state, state.typed, state], { temporaryReferences: new Map() }))).toBe(true)
      }),
    )
  })

  it('is taken with every plain value React can write', async () => {
    const values = [
      undefined,
      null,
      true,
      Number.NaN,
      -0,
      Number.POSITIVE_INFINITY,
      10n,
      new Date(0),
      '$1',
      '$',
      '$@0',
      [[[]]],
      {},
    ]
    expect(isActionCall(await react.encodeReply(values))).toBe(true)
  })

  it('is refused when it is no list', () => {
    for (const body of ['', 'garbage', '{"a":1}', '1', 'null', '"abc"', '[', '"$K1"'])
      expect(isActionCall(body), body).toBe(false)
    for (const form of [{}, { a: 'b' }, { 0: '{{{' }, { 0: '{}' }, { 0: '[]', 1: 'x' }])
      expect(isActionCall(formOf(form))).toBe(false)
  })

  it('is refused when it refers to what is not there, or to what no form of ours sends', () => {
    const tokens = [
      '$1',
      '$5',
      '$0:3',
      '$0:0',
      '$0:__proto__',
      '$@5',
      '$F1',
      '$h1',
      '$Q1',
      '$W1',
      '$B1',
      '$R1',
      '$r1',
      '$X1',
      '$x1',
    ]
    for (const token of [...tokens, '$nabc', '$o1', '$K', '$Kxyz', `$n${'9'.repeat(301)}`])
      expect(isActionCall(JSON.stringify([token])), token).toBe(false)
  })

  it('is refused when it is nested deeper or longer than React reads', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect(isActionCall(nested(60))).toBe(true)
    for (const depth of [70, 5_000, 100_000]) expect(isActionCall(nested(depth)), `${depth}`).toBe(false)
    expect(isActionCall(JSON.stringify(Array(2_000).fill(1)))).toBe(false)
  })
})

describe("a browser's own form", () => {
  const hidden = {
    $ACTION_REF_1: '',
    '$ACTION_1:0': '{"id":"60ab","bound":"$@1"}',
    '$ACTION_1:1': '[{"problems":[],"typed":{}}]',
  }

  it('is taken with the action that the page put into it', () => {
    expect(isActionForm(formOf({ ...hidden, $ACTION_KEY: 'k1', quantity: '$9' }))).toBe(true)
    expect(isActionForm(formOf({ ...hidden, '$ACTION_1:0': '{"id":"60ab","bound":null}' }))).toBe(true)
    expect(isActionForm(formOf({ $ACTION_ID_60ab: '' }))).toBe(true)
  })

  it('is refused without one', () => {
    for (const form of [{}, { quantity: '1' }, { $ACTION_KEY: 'k1' }]) expect(isActionForm(formOf(form))).toBe(false)
  })

  it('is refused when its hidden fields were changed', () => {
    const changes = [
      ...[
        '',
        'garbage',
        '{}',
        'null',
        '[]',
        '{"id":1}',
        '{"id":"60ab","bound":"$@9"}',
        '{"id":"60ab","bound":"x"}',
        '{"id":"60ab","bound":{}}',
      ].map(value => ({ '$ACTION_1:0': value })),
      ...['', 'garbage', 'null', '1', '"abc"', '{"a":1}', '["$F2"]', '["$1:__proto__:x"]', '["$@2"]'].map(value => ({
        '$ACTION_1:1': value,
      })),
      { '$ACTION_1:2': 'garbage' },
      { $ACTION_REF_7: '' },
    ]
    for (const change of changes) expect(isActionForm(formOf({ ...hidden, ...change })), JSON.stringify(change)).toBe(false)
  })
})
