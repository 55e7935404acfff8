import type { Metadata, Viewport } from 'next'
import Link from 'next/link'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { settings } from '#drizzle/settings'
import './_ui/base.css'
import './_ui/layout.css'
import './_ui/order.css'
import './_ui/parts.css'
import './_ui/tables.css'
import './_ui/forms.css'

export const generateMetadata = async (): Promise<Metadata> => {
  await connection()
  const { SITE_NAME, PUBLIC_URL } = settings()
  return {
    metadataBase: new URL(PUBLIC_URL),
    title: { default: SITE_NAME, template: `%s · ${SITE_NAME}` },
    description: 'Conferences, and the seats to attend them.',
    formatDetection: { telephone: false, date: false, address: false, email: false },
  }
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#1c1a25' },
  ],
}

/** Every page waits for its request: a page made at build time would carry no nonce for its scripts. */
const RootLayout = async ({ children }: { children: ReactNode }) => {
  await connection()
  const { SITE_NAME } = settings()
  return (
    <html lang="en">
      <body>
        <a className="skip" href="#main">
          Skip to the content
        </a>
        <header className="site-header">
          <div className="wrap">
            <Link href="/" prefetch={false} className="site-name">
              <Mark />
              {SITE_NAME}
            </Link>
          </div>
        </header>
        <main id="main" className="wrap" tabIndex={-1}>
          {children}
        </main>
        <footer className="site-footer">
          <div className="wrap">{SITE_NAME}</div>
        </footer>
      </body>
    </html>
  )
}

const Mark = () => (
  <svg className="site-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="9" fill="var(--accent)" />
    <path d="M22 11.2A7.6 7.6 0 1 0 22 20.8" fill="none" stroke="var(--on-accent)" strokeWidth="3.6" strokeLinecap="round" />
    <circle cx="23" cy="16" r="2.1" fill="var(--on-accent)" />
  </svg>
)

export default RootLayout
