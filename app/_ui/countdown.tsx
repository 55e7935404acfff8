'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'

/** The server's clock at the moment each page arrived, so that a wrong clock here, or the back button, does not shift the end. */
const arrivals = new Map<string, number>()

const announcedMinutes = [5, 2, 1]

const inWords = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

/** Counts down to `endsAt` beside the absolute time, which the page shows without JavaScript too. At zero the page asks anew. */
export const Countdown = ({ endsAt, renderedAt }: { endsAt: string; renderedAt: string }) => {
  const router = useRouter()
  const [left, setLeft] = useState(() => Math.max(0, Math.ceil((Date.parse(endsAt) - Date.parse(renderedAt)) / 1000)))
  const [announcement, setAnnouncement] = useState('')

  useEffect(() => {
    const arrivedAt = arrivals.get(renderedAt) ?? Date.now()
    arrivals.set(renderedAt, arrivedAt)
    const msLeft = () => Date.parse(endsAt) - Date.parse(renderedAt) - (Date.now() - arrivedAt)
    let last = msLeft()
    const timer = setInterval(() => {
      const ms = msLeft()
      setLeft(Math.max(0, Math.ceil(ms / 1000)))
      const passed = announcedMinutes.find(minutes => last > minutes * 60_000 && ms <= minutes * 60_000)
      if (passed) setAnnouncement(`${passed} ${passed === 1 ? 'minute' : 'minutes'} left to pay for your seats`)
      if (last > 0 && ms <= 0) router.refresh()
      last = ms
    }, 250)
    return () => clearInterval(timer)
  }, [endsAt, renderedAt, router])

  return (
    <>
      <span className={`timer ${left <= 120 ? 'timer-soon' : ''}`} role="timer" aria-live="off">
        {inWords(left)}
      </span>
      <span className="visually-hidden" aria-live="polite">
        {announcement}
      </span>
    </>
  )
}
