import Link from 'next/link'
import type { OrderSeat } from '#drizzle/queries/order'

/** The purchased seats and who uses them. */
export const OrderSeats = ({ seats, address }: { seats: readonly OrderSeat[]; address: string }) => (
  <section className="card stack" aria-labelledby="seats">
    <div className="row spread">
      <h2 id="seats">Seats</h2>
      {seats.length > 0 && (
        <Link href={`${address}/seats`} prefetch={false} className="text-link">
          Assign seats
        </Link>
      )}
    </div>
    {seats.length === 0 ? (
      <p className="muted">Your seats are being prepared and will appear here in a moment.</p>
    ) : (
      <table className="cards-on-phone">
        <caption className="visually-hidden">Purchased seats and their attendees</caption>
        <thead>
          <tr>
            <th scope="col">Seat</th>
            <th scope="col">Attendee</th>
            <th scope="col">Email</th>
          </tr>
        </thead>
        <tbody>
          {seats.map(({ position, seatTypeName, firstName, lastName, email }) => (
            <tr key={position}>
              <th scope="row">
                Seat {position + 1}: {seatTypeName}
              </th>
              <td data-label="Attendee">{email ? `${firstName} ${lastName}` : <span className="muted">Nobody yet</span>}</td>
              <td data-label="Email">{email ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)
