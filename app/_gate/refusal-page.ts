/** Why a request goes no further. The sentences are for a person who came here by accident. */
export const refusals = {
  badAddress: [400, 'Bad address', 'This address contains characters that cannot be read.'],
  emptyForm: [400, 'Nothing was sent', 'The form arrived empty. Please go back, reload the page and send it again.'],
  unreadableForm: [
    400,
    'The form cannot be read',
    'The form arrived damaged. Please go back, reload the page and send it again.',
  ],
  foreignOrigin: [
    403,
    'Sent from another site',
    'This form was not sent from a page of this site. Please open the page here and send it again.',
  ],
  notFound: [404, 'Page not found', 'There is nothing at this address.'],
  method: [
    405,
    'Not possible here',
    'Pages of this site can be opened, and their forms sent. Nothing else can be done with them.',
  ],
  noLength: [411, 'The length is missing', 'What was sent does not say how long it is, so it was not accepted.'],
  tooLarge: [
    413,
    'Too much text',
    'What was sent is more than this site accepts at once. Please go back, shorten the texts and send the form again.',
  ],
  longAddress: [414, 'The address is too long', 'No page of this site has such a long address.'],
  notAForm: [415, 'Not a form of this site', 'What was sent is not in the form in which the pages of this site send it.'],
  unavailable: [
    503,
    'Not available at this moment',
    'The fault is on our side, and nothing you ordered or paid is lost. Please try again in a few seconds; if you sent a form, go back and press its button again: nothing is ordered or paid twice.',
  ],
} as const satisfies Record<string, readonly [status: number, title: string, sentence: string]>

export type RefusalReason = keyof typeof refusals

const style =
  'html{color-scheme:light dark;background:Canvas}body{font:1.125rem/1.6 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}'

/** A small page of its own; a script of ours, which shows what it is answered, gets the sentence alone. */
export const refuse = (reason: RefusalReason, { nonce, toScript }: { nonce: string; toScript: boolean }): Response => {
  const [status, title, sentence] = refusals[reason]
  const headers = new Headers({
    'cache-control': 'no-store',
    'content-type': toScript ? 'text/plain' : 'text/html; charset=utf-8',
  })
  if (reason === 'method') headers.set('allow', 'GET, HEAD, POST')
  if (reason === 'unavailable') headers.set('retry-after', '5')
  const page = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title><style nonce="${nonce}">${style}</style></head>`,
    `<body><main><h1>${title}</h1><p>${sentence}</p><p><a href="/">To the start page</a></p></main></body></html>`,
  ]
  return new Response(toScript ? sentence : page.join(''), { status, headers })
}
