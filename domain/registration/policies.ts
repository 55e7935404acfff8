import type { SeatCreated, SeatUpdated } from '../conference-management/events.ts'
import type { AnyCommand, AnyEvent } from '../messages.ts'
import type { OrderConfirmed } from './order/events.ts'
import type { CreateSeatAssignments } from './seat-assignments/commands.ts'
import type { ChangeSeatQuota } from './seats-availability/commands.ts'

const changeSeatQuota = ({ data }: SeatCreated | SeatUpdated): ChangeSeatQuota => ({
  type: 'ChangeSeatQuota',
  data: { conferenceId: data.conferenceId, seatTypeId: data.seatTypeId, quota: data.quota },
})

/** One seat after the other, in the order of the lines. */
const createSeatAssignments = ({ data }: OrderConfirmed): CreateSeatAssignments => {
  const seats = data.lines.flatMap(({ seatTypeId, name, quantity }) =>
    Array.from({ length: quantity }, () => ({ seatTypeId, name })),
  )
  return {
    type: 'CreateSeatAssignments',
    data: {
      orderId: data.orderId,
      seats: seats.map(({ seatTypeId, name }, position) => ({ position, seatTypeId, seatTypeName: name })),
    },
  }
}

/** What follows from an event without remembering anything. */
export const policies = (event: AnyEvent): AnyCommand[] => {
  switch (event.type) {
    case 'SeatCreated':
    case 'SeatUpdated':
      return [changeSeatQuota(event)]
    case 'OrderConfirmed':
      return [createSeatAssignments(event)]
    case 'ConferenceCreated':
    case 'ConferenceUpdated':
    case 'ConferencePublished':
    case 'ConferenceUnpublished':
    case 'SeatDrafted':
    case 'SeatDraftChanged':
    case 'SeatDraftDeleted':
    case 'AccessCodeRenewed':
    case 'OrderPlaced':
    case 'OrderUpdated':
    case 'OrderTotalsCalculated':
    case 'OrderPartiallyReserved':
    case 'OrderReservationCompleted':
    case 'OrderRegistrantAssigned':
    case 'OrderReinstated':
    case 'OrderPaymentRefused':
    case 'OrderExpired':
    case 'AvailableSeatsChanged':
    case 'SeatsReserved':
    case 'SeatsReservationCancelled':
    case 'SeatsReservationCommitted':
    case 'SeatAssignmentsCreated':
    case 'SeatAssigned':
    case 'SeatAssignmentUpdated':
    case 'SeatUnassigned':
    case 'PaymentInitiated':
    case 'PaymentCompleted':
    case 'PaymentRejected':
    case 'PaymentRefundRequested':
    case 'PaymentRefunded':
    case 'PaymentRefundFailed':
    case 'RegistrationStarted':
    case 'SeatsRequested':
    case 'DeadlineSet':
    case 'SeatsHeld':
    case 'PaymentRemembered':
    case 'ConfirmationRequested':
    case 'PaymentReturned':
    case 'RegistrationCompleted':
    case 'RegistrationExpired':
    case 'SeatsReleased':
      return []
  }
}
