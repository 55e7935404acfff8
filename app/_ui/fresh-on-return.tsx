'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** The renderings that this tab has left. */
const left = new Set<string>()

/** The back button shows a page as it was when it was left: this shows it anew. `rendering` is another one each time the server renders it. */
export const FreshOnReturn = ({ rendering }: { rendering: string }) => {
  const router = useRouter()
  useEffect(() => {
    if (left.has(rendering)) router.refresh()
    return () => {
      left.add(rendering)
    }
  }, [rendering, router])
  return null
}
