import { expect, it } from 'vitest'
import { type AnyEvent, messageKinds } from '#domain/messages'
import { policies } from '#domain/registration/policies'
import { asProcessMessage } from '#domain/registration/registration-process/registration-process'
import { processManager } from './process-manager.ts'

const concerns = (type: string): boolean => {
  const message = { type, data: { lines: [] } } as unknown as AnyEvent
  return asProcessMessage(message, '') !== undefined || policies(message).length > 0
}

it('hears exactly what the registration process and the policies listen to', () => {
  const types = Object.keys(messageKinds).filter(type => messageKinds[type as keyof typeof messageKinds] !== 'command')
  const { hears } = processManager()
  expect(types.filter(hears)).toEqual(types.filter(concerns))
})
