import Link from 'next/link'

/** Which page of a list an address asks for; it may ask for anything. */
export const pageIn = (text: unknown): number => (typeof text === 'string' && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1)

type Query = Readonly<Record<string, string | undefined>>

export const addressWith = (address: string, query: Query): string => {
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) asked.set(name, value)
  return asked.size > 0 ? `${address}?${asked}` : address
}

type Props = {
  address: string
  query?: Query
  page: number
  total: number
  perPage: number
}

const addressOf = ({ address, query }: Props, page: number): string => addressWith(address, { ...query, page: String(page) })

/** The way to the pages before and after, and back from a page that is not there; nothing where one page holds all. */
export const Pager = (props: Props) => {
  const { page, total, perPage } = props
  const pages = Math.max(1, Math.ceil(total / perPage))
  const number = (count: number): string => count.toLocaleString('en-US')
  if (page > pages)
    return (
      <nav className="row" aria-label="Pages">
        <span>{`There is no page ${number(page)}.`}</span>
        <Link href={addressOf(props, pages)} prefetch={false} className="text-link">
          {`Go to page ${number(pages)}, the last one`}
        </Link>
      </nav>
    )
  if (pages === 1) return null
  return (
    <nav className="row spread" aria-label="Pages">
      {page > 1 ? (
        <Link href={addressOf(props, page - 1)} prefetch={false} className="text-link" rel="prev">
          Previous page
        </Link>
      ) : (
        <span />
      )}
      <span className="muted">{`Page ${number(page)} of ${number(pages)}`}</span>
      {page < pages ? (
        <Link href={addressOf(props, page + 1)} prefetch={false} className="text-link" rel="next">
          Next page
        </Link>
      ) : (
        <span />
      )}
    </nav>
  )
}
