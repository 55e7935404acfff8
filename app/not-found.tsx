import type { Metadata } from 'next'
import Link from 'next/link'
import { connection } from 'next/server'

export const metadata: Metadata = { title: 'Page not found' }

const NotFound = async () => {
  await connection()
  return (
    <div className="stack narrow">
      <h1>Page not found</h1>
      <p className="lead">
        There is nothing at this address. The conference may have been taken off the site, or the address has a typing error.
      </p>
      <p>
        <Link href="/" prefetch={false} className="button">
          See all conferences
        </Link>
      </p>
    </div>
  )
}

export default NotFound
