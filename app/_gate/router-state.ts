import { z } from 'zod'

/** As much as Next reads. */
const longest = 40_000

const segment = z.union([
  z.string(),
  z.tuple([
    z.string(),
    z.string(),
    z.string().regex(/^(oc|[cd](i(\(\.{1,3}\)|\(\.\.\)\(\.\.\)))?)$/),
    z.array(z.string()).nullable(),
  ]),
])

const state: z.ZodType = z.tuple([
  segment,
  z.record(
    z.string(),
    z.lazy(() => state),
  ),
  z.tuple([z.string(), z.string()]).nullish(),
  z.enum(['refetch', 'inside-shared-layout', 'metadata-only']).nullish(),
  z.number().nullish(),
  z.string().optional(),
])

/** Whether Next's router can have sent this header: what the browser shows already, as a tree of segments. */
export const isRouterState = (header: string): boolean => {
  if (header.length > longest) return false
  try {
    return state.safeParse(JSON.parse(decodeURIComponent(header))).success
  } catch {
    return false
  }
}
