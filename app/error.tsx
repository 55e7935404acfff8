'use client'

/** What a visitor sees when a page fails. The server has logged the cause under the same number. */
const PageError = ({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) => (
  <div className="stack narrow">
    <h1>Something went wrong</h1>
    <p className="lead">
      The fault is on our side, and nothing you ordered or paid is lost. Please try again; if you were ordering, the same order is
      still there.
    </p>
    <div className="row">
      <button type="button" className="button" onClick={retry}>
        Try again
      </button>
      <a href="/" className="text-link">
        See all conferences
      </a>
    </div>
    {error.digest && <p className="muted small">Reference: {error.digest}</p>}
  </div>
)

export default PageError
