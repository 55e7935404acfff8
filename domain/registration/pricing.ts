import type { SeatQuantity } from '../seats.ts'

/** A wish for seats of one type, with the name and price it was shown with. `unitPriceMinor` is in the currency's minor unit. */
export type PricedLine = SeatQuantity & Readonly<{ name: string; description: string; unitPriceMinor: number }>

export type OrderLine = SeatQuantity & Readonly<{ name: string; unitPriceMinor: number; lineTotalMinor: number }>

export type Totals = Readonly<{ lines: OrderLine[]; totalMinor: number; isFreeOfCharge: boolean }>

/** Line total = unit price × quantity, total = their sum, in integers. A seat type without a price here is a defect and throws. */
export const calculateTotals = (
  seats: readonly SeatQuantity[],
  prices: ReadonlyMap<string, Readonly<{ name: string; unitPriceMinor: number }>>,
): Totals => {
  const lines = seats.map(({ seatTypeId, quantity }) => {
    const price = prices.get(seatTypeId)
    if (!price) throw new Error(`no price for seat type ${seatTypeId}`)
    const { name, unitPriceMinor } = price
    return { seatTypeId, quantity, name, unitPriceMinor, lineTotalMinor: unitPriceMinor * quantity }
  })
  const totalMinor = lines.reduce((sum, line) => sum + line.lineTotalMinor, 0)
  return { lines, totalMinor, isFreeOfCharge: totalMinor === 0 && lines.length > 0 }
}
