import type { MetadataRoute } from 'next'

/** Conferences may be found by search; what belongs to one person may not. */
const robots = (): MetadataRoute.Robots => ({
  rules: { userAgent: '*', disallow: ['/manage', '/payment/', '/mailbox', '/api/', '/*/orders/'] },
})

export default robots
