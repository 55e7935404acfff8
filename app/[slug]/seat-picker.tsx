import { currencyExponent, formatMoney } from '#domain/money'
import type { SeatType } from '#drizzle/queries/conference'
import { Field } from '../_ui/field.tsx'
import { RunningTotal } from '../_ui/running-total.tsx'
import { Availability } from './availability.tsx'
import { quantityField } from './seat-choice.ts'

/** `remaining` counts what this order holds itself. */
export type SeatOnOffer = SeatType & Readonly<{ quantity?: number; shortened?: boolean }>

/**
 * A group for each kind of seat, with the number field where any are left. Its type is text: a browser sends an empty field for what
 * it cannot read as a number, so that a slip of the finger would give up seats without a word.
 */
export const SeatPicker = ({ seats, currency }: { seats: readonly SeatOnOffer[]; currency: string }) => (
  <>
    {seats.map(({ seatTypeId, name, description, priceMinor, remaining, quantity = 0, shortened }) => (
      <fieldset key={seatTypeId} className="card seat-choice">
        <legend>{name}</legend>
        {shortened && (
          <p className="notice notice-warn">
            <strong>Could not reserve all the requested seats</strong>
          </p>
        )}
        <div className="stack stack-small">
          {description && <p className="muted">{description}</p>}
          <p className="seat-choice-facts">
            <span className="price">{formatMoney(priceMinor, currency)}</span>
            {remaining > 0 && <Availability remaining={remaining} />}
          </p>
        </div>
        {remaining > 0 ? (
          <Field
            name={quantityField(seatTypeId)}
            label={
              <>
                Quantity<span className="visually-hidden"> for {name}</span>
              </>
            }
            inputMode="numeric"
            value={String(quantity)}
            autoComplete="off"
          />
        ) : (
          <p>
            <Availability remaining={0} />
          </p>
        )}
      </fieldset>
    ))}
  </>
)

export const PickedTotal = ({ seats, currency }: { seats: readonly SeatOnOffer[]; currency: string }) => (
  <p className="total-row">
    <span>Total</span>
    <RunningTotal
      currency={currency}
      exponent={currencyExponent(currency)}
      fields={seats
        .filter(({ remaining }) => remaining > 0)
        .map(({ seatTypeId, priceMinor, quantity = 0 }) => ({
          name: quantityField(seatTypeId),
          unitPriceMinor: priceMinor,
          quantity,
        }))}
    />
    <span className="total-later">The total is shown on the next page.</span>
  </p>
)
