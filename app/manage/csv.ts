export type Cell = string | number | null

/** What a spreadsheet would take for the beginning of a formula, also in the wide forms of East Asian keyboards. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

/** A text that a spreadsheet might calculate gets an apostrophe before it, so that it stays a text. */
const cell = (value: Cell): string => {
  const text = value === null ? '' : String(value)
  const harmless = typeof value === 'string' && formula.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** A line of a CSV file as in RFC 4180. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cell).join(',')}\r\n`

/** Tells spreadsheets that the file is UTF-8. */
const byteOrderMark = '\uFEFF'

/** A CSV file that is sent while it is read: `pages` are asked for one after the other, as fast as the browser takes them. */
export const csvFile = (name: string, header: readonly string[], pages: AsyncIterable<readonly Cell[][]>): Response => {
  const encoder = new TextEncoder()
  const iterator = pages[Symbol.asyncIterator]()
  const body = new ReadableStream({
    start: controller => controller.enqueue(encoder.encode(byteOrderMark + csvLine(header))),
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value.map(csvLine).join('')))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
  return new Response(body, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}.csv"` },
  })
}
