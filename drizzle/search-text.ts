/**
 * Texts as they are compared when somebody looks for a part of them: in small letters and composed alike, whatever the database's
 * own idea of letters is.
 */
export const searchText = (...texts: readonly string[]): string => texts.join(' ').normalize('NFKC').toLowerCase()
