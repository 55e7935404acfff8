import type { Metadata } from 'next'
import { headers } from 'next/headers'
import Link from 'next/link'
import { askedPath } from './asked-path.ts'

export const metadata: Metadata = { title: 'Page not found' }

const NotFound = async () => {
  const isOwners = (await headers()).get(askedPath)?.startsWith('/manage/')
  return (
    <div className="stack narrow">
      <h1>Page not found</h1>
      <p className="lead">
        There is nothing at this address. The conference may have been taken off the site, or the address has a typing error.
      </p>
      <div className="row">
        {isOwners && (
          <Link href="/manage" prefetch={false} className="button">
            Your conferences
          </Link>
        )}
        <Link href="/" prefetch={false} className={isOwners ? 'button button-quiet' : 'button'}>
          See all conferences
        </Link>
      </div>
    </div>
  )
}

export default NotFound
