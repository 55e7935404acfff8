import { randomUUID } from 'node:crypto'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { FreshOnReturn } from '../../_ui/fresh-on-return.tsx'

type Props = {
  conference: Readonly<{ slug: string; name: string; published: boolean }>
  /** The page's own heading; without one it is the overview, called like the conference. */
  title?: string
  children?: ReactNode
}

const pages = [
  ['Edit', 'edit'],
  ['Seat types', 'seat-types'],
  ['Orders', 'orders'],
  ['Attendees', 'attendees'],
  ['History', 'history'],
] as const

/** What stands at the top of every management page of a conference. `current`: the part of the address that this page belongs to. */
export const ManagedHeading = ({ conference, title, current, children }: Props & { current?: string }) => {
  const { slug, name, published } = conference
  const address = `/manage/${slug}`
  return (
    <div className="stack">
      <FreshOnReturn rendering={randomUUID()} />
      <div className="heading">
        <p className="over-heading">
          {title ? (
            <Link href={address} prefetch={false}>
              {name}
            </Link>
          ) : (
            <Link href="/manage" prefetch={false}>
              Manage conferences
            </Link>
          )}
        </p>
        <div className="row">
          <h1>{title ?? name}</h1>
          {children}
        </div>
      </div>
      <nav aria-label="Manage this conference">
        <ul className="sections">
          {title && (
            <li>
              <Link href={address} prefetch={false}>
                Overview
              </Link>
            </li>
          )}
          {pages.map(([label, part]) => (
            <li key={part}>
              <Link href={`${address}/${part}`} prefetch={false} aria-current={part === current ? 'page' : undefined}>
                {label}
              </Link>
            </li>
          ))}
          {published && (
            <li>
              <Link href={`/${slug}`} prefetch={false}>
                View public page
              </Link>
            </li>
          )}
        </ul>
      </nav>
    </div>
  )
}
