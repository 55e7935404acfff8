import Link from 'next/link'
import { formatMoney } from '#domain/money'
import type { ManagedConference } from '#drizzle/managed-conference'
import type { SeatTypeWithSales } from '#drizzle/queries/managed-seat-types'
import { ActionForm } from '../../../_ui/action-form.tsx'
import { newCommandId } from '../../../_ui/command-id.ts'
import { SubmitButton } from '../../../_ui/field.tsx'
import { SeatsLeft } from '../seats-left.tsx'
import { deleteSeats } from './actions.ts'

const number = (count: number): string => count.toLocaleString('en-US')

const Actions = ({ seatType, slug, mayDelete }: { seatType: SeatTypeWithSales; slug: string; mayDelete: boolean }) => {
  const about = <span className="visually-hidden"> {seatType.name}</span>
  return (
    <div className="row row-actions">
      <Link
        href={`/manage/${slug}/seat-types?edit=${seatType.seatTypeId}#seat-type`}
        prefetch={false}
        className="button button-quiet button-small"
      >
        Edit{about}
      </Link>
      {mayDelete && (
        <ActionForm action={deleteSeats} commandId={newCommandId()}>
          <input type="hidden" name="slug" value={slug} />
          <input type="hidden" name="seatTypeId" value={seatType.seatTypeId} />
          <SubmitButton className="button-quiet button-small">Delete{about}</SubmitButton>
        </ActionForm>
      )}
    </div>
  )
}

export const SeatTypeTable = ({ conference, seatTypes }: { conference: ManagedConference; seatTypes: SeatTypeWithSales[] }) => (
  <table className="cards-on-phone">
    <caption className="visually-hidden">Seat types of this conference</caption>
    <thead>
      <tr>
        <th scope="col">Name</th>
        {['Price', 'Quota', 'Sold', 'Held', 'Left'].map(label => (
          <th key={label} scope="col" className="amount-cell">
            {label}
          </th>
        ))}
        <td />
      </tr>
    </thead>
    <tbody>
      {seatTypes.map(seatType => (
        <tr key={seatType.seatTypeId}>
          <th scope="row">
            {seatType.name}
            {seatType.description && <p className="aside-text prewrap">{seatType.description}</p>}
          </th>
          <td className="amount-cell" data-label="Price">
            {formatMoney(seatType.priceMinor, conference.currency)}
          </td>
          <td className="amount-cell" data-label="Quota">
            {number(seatType.quota)}
          </td>
          <td className="amount-cell" data-label="Sold">
            {number(seatType.sold)}
          </td>
          <td className="amount-cell" data-label="Held">
            {number(seatType.held)}
          </td>
          <td className="amount-cell" data-label="Left">
            <SeatsLeft left={seatType.quota - seatType.sold - seatType.held} />
          </td>
          <td>
            <Actions seatType={seatType} slug={conference.slug} mayDelete={!conference.wasEverPublished} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
