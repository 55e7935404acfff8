import Link from 'next/link'

/** Which page of a list an address asks for; it may ask for anything. */
export const pageIn = (text: unknown): number => (typeof text === 'string' && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1)

type Props = {
  address: string
  query?: Readonly<Record<string, string | undefined>>
  page: number
  total: number
  perPage: number
}

const addressOf = ({ address, query = {} }: Props, page: number): string => {
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) asked.set(name, value)
  asked.set('page', String(page))
  return `${address}?${asked}`
}

/** The way to the pages before and after; nothing where one page holds all. */
export const Pager = (props: Props) => {
  const { page, total, perPage } = props
  const pages = Math.ceil(total / perPage)
  if (pages <= 1) return null
  return (
    <nav className="row spread" aria-label="Pages">
      {page > 1 ? (
        <Link href={addressOf(props, Math.min(page - 1, pages))} prefetch={false} className="text-link" rel="prev">
          Previous page
        </Link>
      ) : (
        <span />
      )}
      <span className="muted">{`Page ${page.toLocaleString('en-US')} of ${pages.toLocaleString('en-US')}`}</span>
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
