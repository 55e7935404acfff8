import fc from 'fast-check'
import { expect } from 'vitest'
import {
  change,
  endPayment,
  type Model,
  pass,
  place,
  type SeatKind,
  type Seats,
  seatCounts,
  seatKinds,
  setQuota,
  startPayment,
} from './domain-model.ts'

export type Observed = Readonly<{
  seats: Readonly<Record<SeatKind, Readonly<{ remaining: number; held: number; sold: number }>>>
  orders: readonly Readonly<{ status: string; has: Seats }>[]
  payments: readonly string[]
}>

/**
 * The real domain as people see it. Whatever they do is answered when all that follows from it is done; orders and payments are
 * called by the order in which they came. False: refused.
 */
export interface System {
  place(asked: Seats): Promise<boolean>
  change(order: number, asked: Seats): Promise<boolean>
  startPayment(order: number): Promise<boolean>
  endPayment(payment: number, isAccepted: boolean): Promise<void>
  setQuota(kind: SeatKind, quota: number): Promise<void>
  pass(minutes: number): Promise<void>
  observe(): Promise<Observed>
}

const observedIn = (model: Model): Observed => ({
  seats: { A: seatCounts(model, 'A'), B: seatCounts(model, 'B') },
  orders: model.orders.map(({ status, has }) => ({ status, has })),
  payments: model.payments.map(({ status }) => status),
})

type Act = Readonly<{
  name: string
  isPossible?: (model: Model) => boolean
  inModel: (model: Model) => boolean | undefined
  inSystem: (system: System) => Promise<boolean | undefined>
}>

/** Model and system do the same, answer the same, and look the same afterwards. */
const command = ({ name, isPossible = () => true, inModel, inSystem }: Act): fc.AsyncCommand<Model, System> => ({
  check: isPossible,
  run: async (model, system) => {
    const expected = inModel(model)
    expect(await inSystem(system), name).toBe(expected)
    expect(await system.observe(), name).toEqual(observedIn(model))
  },
  toString: () => name,
})

const someSeats = fc.record<Seats>({ A: fc.nat(3), B: fc.nat(3) })
const some = fc.nat(3)
const written = ({ A, B }: Seats) => `${A} A and ${B} B`

const placing = someSeats.map(asked =>
  command({ name: `place ${written(asked)}`, inModel: model => place(model, asked), inSystem: system => system.place(asked) }),
)
const changing = fc.tuple(some, someSeats).map(([index, asked]) =>
  command({
    name: `change order ${index} to ${written(asked)}`,
    isPossible: model => index < model.orders.length,
    inModel: model => {
      const order = model.orders[index]
      return order && change(model, order, asked)
    },
    inSystem: system => system.change(index, asked),
  }),
)
const paying = some.map(index =>
  command({
    name: `begin to pay order ${index}`,
    isPossible: model => index < model.orders.length,
    inModel: model => startPayment(model, index),
    inSystem: system => system.startPayment(index),
  }),
)
const answering = fc.tuple(fc.nat(5), fc.boolean(), fc.boolean()).map(([index, first, second]) => {
  const isAccepted = first || second
  return command({
    name: `${isAccepted ? 'accept' : 'reject'} payment ${index}`,
    isPossible: model => index < model.payments.length,
    inModel: model => {
      const payment = model.payments[index]
      if (payment) endPayment(model, payment, isAccepted)
      return undefined
    },
    inSystem: async system => {
      await system.endPayment(index, isAccepted)
      return undefined
    },
  })
})
const offering = fc.tuple(fc.constantFrom(...seatKinds), fc.nat(6)).map(([kind, quota]) =>
  command({
    name: `offer ${quota} ${kind}`,
    inModel: model => {
      setQuota(model, kind, quota)
      return undefined
    },
    inSystem: async system => {
      await system.setQuota(kind, quota)
      return undefined
    },
  }),
)
// Even numbers, so that the odd moments at which a hold or a buffer ends are never hit but always passed.
const waiting = fc.constantFrom(2, 6, 16, 30).map(minutes =>
  command({
    name: `${minutes} minutes pass`,
    inModel: model => {
      pass(model, minutes)
      return undefined
    },
    inSystem: async system => {
      await system.pass(minutes)
      return undefined
    },
  }),
)

/** What people do with one conference, at most so much of it. */
export const whatPeopleDo = (most: number) =>
  fc.commands([placing, changing, paying, paying, answering, answering, offering, waiting], { maxCommands: most, size: 'max' })
