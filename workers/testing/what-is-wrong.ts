import { sql } from '#drizzle/db'
import { verify } from '../verify.ts'

/** What a check finds, of these conferences or of all, and what it could not judge yet. */
export const whatIsWrong = async (...slugs: string[]) => {
  const { conferences, elsewhere } = await verify(sql(), slugs.length > 0 ? { slugs } : {})
  return {
    sentences: [...conferences.flatMap(({ findings }) => findings), ...elsewhere],
    underWay: conferences.reduce((sum, { underWay }) => sum + underWay, 0),
  }
}
