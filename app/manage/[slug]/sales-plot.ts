export type DayOfSales = Readonly<{ day: string; seats: number }>

const dayMs = 86_400_000

/** A single bar as wide as the page would say nothing. */
const fewestDays = 14

const daysBefore = (day: string, count: number): string => new Date(Date.parse(day) - count * dayMs).toISOString().slice(0, 10)

/** Every day from the first to the last, both included; `2027-03-10` and the like, of any zone. */
const daysBetween = (first: string, last: string): string[] => {
  const count = Math.round((Date.parse(last) - Date.parse(first)) / dayMs) + 1
  return Array.from({ length: Math.max(count, 1) }, (_, index) =>
    new Date(Date.parse(first) + index * dayMs).toISOString().slice(0, 10),
  )
}

/** Round steps of which at most five reach the greatest number: 1, 2, 5, 10, 20, 50 … */
const roundStep = (greatest: number): number => {
  for (let power = 1; ; power *= 10) for (const digit of [1, 2, 5]) if (power * digit * 5 >= greatest) return power * digit
}

/**
 * Where things stand in a plot of seats sold per day, in percent of its width and height from the upper left. `days`: those with
 * sales, in order; the plot shows two weeks at least and goes on until `today`, so that days without sales show as well.
 */
export const plotSales = (days: readonly DayOfSales[], today: string) => {
  const newest = days.at(-1)?.day ?? today
  const last = newest > today ? newest : today
  const fortnight = daysBefore(last, fewestDays - 1)
  const oldest = days[0]?.day ?? fortnight
  const [first = fortnight] = [oldest, fortnight].sort()
  const seatsOn = new Map(days.map(({ day, seats }) => [day, seats]))
  const all = daysBetween(first, last)
  const step = roundStep(Math.max(1, ...seatsOn.values()))
  const top = step * Math.max(1, Math.ceil(Math.max(...seatsOn.values(), 0) / step))
  const width = 100 / all.length
  const bars = all.map((day, index) => {
    const seats = seatsOn.get(day) ?? 0
    const height = (seats / top) * 100
    return { day, seats, x: (index + 0.1) * width, width: width * 0.8, y: 100 - height, height }
  })
  const lines = Array.from({ length: top / step + 1 }, (_, index) => ({
    seats: index * step,
    y: 100 - (index * step * 100) / top,
  }))
  return { bars, lines }
}
