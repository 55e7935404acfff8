import { DrizzleQueryError } from 'drizzle-orm'

/** Drizzle puts the values of a query that fails into the message: names and e-mails, which must not get into a log. */
export const withoutValues = async <Result>(question: () => Promise<Result>): Promise<Result> => {
  try {
    return await question()
  } catch (error) {
    throw error instanceof DrizzleQueryError ? new Error(`Failed query: ${error.query}`, { cause: error.cause }) : error
  }
}
