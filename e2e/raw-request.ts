import { request as httpRequest } from 'node:http'

export type RawRequest = Readonly<{
  method: string
  path: string
  headers?: Readonly<Record<string, string>>
  body?: Buffer | string
}>

/** Sends a request exactly as it is written, as no browser would; gives the status. A connection that is closed without one gives 0. */
export const statusOf = (site: string, { method, path, headers, body }: RawRequest): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(site)
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const request = httpRequest({ hostname, port, method, path, headers: { ...length, ...headers } }, response => {
      // An event stream would go on for ever.
      if (String(response.headers['content-type']).startsWith('text/event-stream')) response.destroy()
      response.resume()
      response.once('close', () => resolve(response.statusCode ?? 0))
    })
    request.once('error', error => {
      if ('code' in error && error.code === 'ECONNRESET') resolve(0)
      else reject(error)
    })
    request.end(body)
  })

export type Fields = readonly (readonly [name: string, value: string])[]

const boundary = 'XXXX'
export const multipart = { 'content-type': `multipart/form-data; boundary=${boundary}` }

export const multipartBody = (fields: Fields): string => {
  const parts = fields.map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name.replaceAll('"', '%22')}"\r\n\r\n${value}\r\n`,
  )
  return `${parts.join('')}--${boundary}--\r\n`
}

/** Numbers from 0 to 1 that look random and are the same in each run (mulberry32). */
export const seeded = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
