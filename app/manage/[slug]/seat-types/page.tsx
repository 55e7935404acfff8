import type { Metadata } from 'next'
import Link from 'next/link'
import { minorToDecimal } from '#domain/money'
import type { ManagedConference } from '#drizzle/managed-conference'
import { listSeatTypesWithSales, type SeatTypeWithSales } from '#drizzle/queries/managed-seat-types'
import { FormAround, FormBody } from '../../../_ui/action-form.tsx'
import { newCommandId } from '../../../_ui/command-id.ts'
import { Field, HiddenField, LongField, SubmitButton } from '../../../_ui/field.tsx'
import { Notice } from '../../../_ui/notice.tsx'
import { ManagedHeading } from '../managed-heading.tsx'
import { openManaged } from '../open-managed.ts'
import { addressWith } from '../pager.tsx'
import { addSeats, changeSeats } from './actions.ts'
import { SeatTypeTable } from './seat-type-table.tsx'

export const metadata: Metadata = { title: 'Seat types' }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<'edit' | 'saved', string | string[] | undefined>>
}

const saved = new Map([
  ['added', 'The seat type is added.'],
  ['changed', 'The seat type is saved.'],
  ['deleted', 'The seat type is deleted.'],
])

const SeatTypeFields = ({ currency, seatType }: { currency: string; seatType?: SeatTypeWithSales }) => (
  <>
    <Field name="name" label="Name" value={seatType?.name} autoComplete="off" required />
    <LongField
      name="description"
      label="Description"
      value={seatType?.description}
      rows={2}
      className="field-short"
      hint="What the seat is for. May be empty."
    />
    <div className="fields-in-row">
      <Field
        name="price"
        label="Price"
        value={seatType && minorToDecimal(seatType.priceMinor, currency)}
        inputMode="decimal"
        autoComplete="off"
        hint={`In ${currency}, such as ${minorToDecimal(1250, currency)}. 0 for free.`}
        required
      />
      <Field
        name="quota"
        label="Quota"
        type="number"
        inputMode="numeric"
        min={0}
        max={100_000}
        value={seatType && String(seatType.quota)}
        autoComplete="off"
        hint="How many you offer."
        required
      />
    </div>
  </>
)

/** One form at a time: that of the seat type being edited, or the one for another. */
const SeatTypeEditor = ({ conference, seatType }: { conference: ManagedConference; seatType?: SeatTypeWithSales }) => {
  const { slug, currency } = conference
  return (
    <section className="card stack form-page" aria-labelledby="seat-type">
      <h2 id="seat-type">{seatType ? `Edit ${seatType.name}` : 'Another seat type'}</h2>
      <FormBody className="stack">
        <input type="hidden" name="slug" value={slug} />
        {seatType && <input type="hidden" name="seatTypeId" value={seatType.seatTypeId} />}
        {seatType && <HiddenField name="version" value={String(seatType.version)} />}
        <SeatTypeFields currency={currency} seatType={seatType} />
        <div className="row">
          <SubmitButton>{seatType ? 'Save seat type' : 'Add seat type'}</SubmitButton>
          {seatType && (
            <Link href={`/manage/${slug}/seat-types`} prefetch={false} className="text-link">
              Cancel
            </Link>
          )}
        </div>
      </FormBody>
    </section>
  )
}

const SeatTypesPage = async ({ params, searchParams }: Props) => {
  const conference = await openManaged((await params).slug)
  const { slug } = conference
  const { edit, saved: what } = await searchParams
  const seatTypes = await listSeatTypesWithSales(conference.conferenceId)
  const edited = seatTypes.find(({ seatTypeId }) => seatTypeId === edit)
  const sentence = typeof what === 'string' && !(what === 'deleted' && conference.wasEverPublished) ? saved.get(what) : undefined
  return (
    <div className="stack stack-large">
      <ManagedHeading conference={conference} title="Seat types" current="seat-types" />
      <FormAround
        key={edited?.seatTypeId}
        action={edited ? changeSeats : addSeats}
        commandId={newCommandId()}
        // Without the fragment that led down to the form: what comes back is read from the top.
        address={addressWith(`/manage/${slug}/seat-types`, { edit: edited?.seatTypeId })}
      >
        {sentence && <Notice tone="good" title={sentence} />}
        <section className="card" aria-label="Seat types">
          {seatTypes.length === 0 ? (
            <p className="muted">There is no seat type yet. Add the first one below: registrants choose among them.</p>
          ) : (
            <SeatTypeTable conference={conference} seatTypes={seatTypes} />
          )}
        </section>
        <SeatTypeEditor conference={conference} seatType={edited} />
      </FormAround>
      {conference.wasEverPublished && (
        <p className="muted small">
          A change counts for new orders; those already placed keep name and price. Seats already held or sold stay, however low
          you set the quota. A seat type can be deleted only before the first publication: set its quota to 0 instead.
        </p>
      )}
    </div>
  )
}

export default SeatTypesPage
