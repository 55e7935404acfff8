'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'

/** Shows the page anew whenever its order has moved on from what is shown. */
export const LivePage = ({ events, shown }: { events: string; shown: string }) => {
  const router = useRouter()
  const now = useRef(shown)
  now.current = shown
  useEffect(() => {
    const source = new EventSource(events)
    source.onmessage = ({ data }) => {
      if (data !== now.current) router.refresh()
    }
    return () => source.close()
  }, [events, router])
  return null
}

/** Shows the page anew once, when its patience is over. */
export const RefreshAfter = ({ seconds }: { seconds: number }) => {
  const router = useRouter()
  useEffect(() => {
    const timer = setTimeout(() => router.refresh(), seconds * 1000)
    return () => clearTimeout(timer)
  }, [seconds, router])
  return null
}
