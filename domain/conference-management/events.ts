import type { Message } from '../aggregate.ts'

/** What everyone may know about a conference. `startsAt` and `endsAt` are local to `timeZone`, like `2027-03-10T09:00`. */
export type ConferenceDetails = Readonly<{
  conferenceId: string
  slug: string
  name: string
  tagline: string
  description: string
  location: string
  timeZone: string
  currency: string
  startsAt: string
  endsAt: string
  holdMinutes: number
  paymentProcessor: string
  ownerName: string
}>

export type SeatTypeDetails = Readonly<{
  conferenceId: string
  seatTypeId: string
  name: string
  description: string
  priceMinor: number
  quota: number
  ordinal: number
}>

export type ConferenceCreated = Message<'ConferenceCreated', ConferenceDetails>
export type ConferenceUpdated = Message<'ConferenceUpdated', ConferenceDetails>
export type ConferencePublished = Message<'ConferencePublished', { conferenceId: string }>
export type ConferenceUnpublished = Message<'ConferenceUnpublished', { conferenceId: string }>
export type SeatCreated = Message<'SeatCreated', SeatTypeDetails>
export type SeatUpdated = Message<'SeatUpdated', SeatTypeDetails>

/** For the history alone: before the first publication nobody else needs to know. */
export type SeatDrafted = Message<'SeatDrafted', SeatTypeDetails>
export type SeatDraftChanged = Message<'SeatDraftChanged', SeatTypeDetails>
export type SeatDraftDeleted = Message<'SeatDraftDeleted', { conferenceId: string; seatTypeId: string; name: string }>
export type AccessCodeRenewed = Message<'AccessCodeRenewed', { conferenceId: string }>

export type ConferenceEvent =
  | ConferenceCreated
  | ConferenceUpdated
  | ConferencePublished
  | ConferenceUnpublished
  | SeatCreated
  | SeatUpdated
  | SeatDrafted
  | SeatDraftChanged
  | SeatDraftDeleted
  | AccessCodeRenewed
