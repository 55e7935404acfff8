'use client'

import './_ui/base.css'
import './_ui/layout.css'
import './_ui/parts.css'
import PageError from './error.tsx'

const GlobalError = (props: { error: Error & { digest?: string }; retry: () => void }) => (
  <html lang="en">
    <body>
      <title>Something went wrong</title>
      <main className="wrap">
        <PageError {...props} />
      </main>
    </body>
  </html>
)

export default GlobalError
