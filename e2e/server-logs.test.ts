import { expect, it } from 'vitest'
import { undeclaredComplaints } from './server-logs.ts'

const said = [
  '▲ Next.js 16.4.6',
  ' ✓ Ready in 154ms',
  '{"level":30,"msg":"the error page was asked for"}',
  '{"level":40,"msg":"one attempt too many"}',
  ' ⨯ Error: boom',
  '(node:1) Warning: something is deprecated',
  'POST /orders 500 in 3 ms',
]

it('reports what servers complained about, and not what a spec declared', () => {
  expect(undeclaredComplaints(said.join('\n'), [])).toEqual(said.slice(3))
  expect(undeclaredComplaints(said.join('\n'), [/attempt too many/])).toEqual(said.slice(4))
})
