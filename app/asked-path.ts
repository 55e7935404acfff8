/** The header in which `proxy.ts` tells the pages what address was asked for, also where another page answers. */
export const askedPath = 'x-asked-path'
