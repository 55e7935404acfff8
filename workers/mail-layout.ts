/** What a mail is made of. Its text and its HTML come from the same blocks, so that they cannot tell different things. */
export type Block =
  | Readonly<{ is: 'paragraph'; text: string }>
  | Readonly<{ is: 'facts'; facts: readonly (readonly [label: string, value: string])[] }>
  | Readonly<{ is: 'code'; label: string; code: string }>
  | Readonly<{ is: 'link'; label: string; href: string }>
  | Readonly<{ is: 'prices'; lines: readonly (readonly [name: string, price: string])[]; total: string }>

export const paragraph = (text: string): Block => ({ is: 'paragraph', text })

/** What people typed has one line; whatever else comes in cannot pass for a line of ours. */
const onOneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ')

const blockAsText = (block: Block): string => {
  switch (block.is) {
    case 'paragraph':
      return onOneLine(block.text)
    case 'facts':
      return block.facts.map(([label, value]) => onOneLine(`${label}: ${value}`)).join('\n')
    case 'code':
      return `${block.label}: ${block.code}`
    case 'link':
      return `${block.label}:\n${block.href}`
    case 'prices':
      return [...block.lines, ['Total', block.total]].map(([name, price]) => onOneLine(`${name}: ${price}`)).join('\n')
  }
}

const signature = (from: Sender): string => `${from.siteName}, ${from.address}`

/** Who signs: the site and where it is. */
export type Sender = Readonly<{ siteName: string; address: string }>

export const asText = (blocks: readonly Block[], from: Sender): string =>
  `${blocks.map(blockAsText).join('\n\n')}\n\n-- \n${signature(from)}\n`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** As it may stand between tags and in a quoted attribute. */
const escaped = (text: string): string => onOneLine(text).replace(/[&<>"']/g, sign => entities[sign] ?? '')

const cells = (head: string, value: string, align = ''): string =>
  `<tr><th scope="row" align="left">${escaped(head)}</th><td${align}>${escaped(value)}</td></tr>`
const right = ' align="right"'

const blockAsHtml = (block: Block): string => {
  switch (block.is) {
    case 'paragraph':
      return `<p>${escaped(block.text)}</p>`
    case 'facts':
      return `<table>${block.facts.map(([label, value]) => cells(label, value)).join('')}</table>`
    case 'code':
      return `<p>${escaped(block.label)}: <strong class="code">${escaped(block.code)}</strong></p>`
    case 'link':
      return `<p><a class="button" href="${escaped(block.href)}">${escaped(block.label)}</a></p>`
    case 'prices': {
      const lines = block.lines.map(([name, price]) => cells(name, price, right)).join('')
      return `<table class="prices"><tbody>${lines}</tbody><tfoot>${cells('Total', block.total, right)}</tfoot></table>`
    }
  }
}

/** Loads nothing from anywhere. What a mail program takes away of this, the tags alone make up for. */
const style = [
  ':root{color-scheme:light dark}',
  'body{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Malgun Gothic","Noto Sans KR",sans-serif;margin:0}',
  '.mail{max-width:36rem;margin:0 auto;padding:24px}',
  'table{border-collapse:collapse;margin:16px 0}',
  'th,td{padding:4px 16px 4px 0;text-align:left;vertical-align:top}',
  '.prices{width:100%}',
  '.prices tbody th{font-weight:normal}',
  '.prices td{padding-right:0;text-align:right;white-space:nowrap}',
  '.prices tfoot th,.prices tfoot td{border-top:1px solid #857f97;font-weight:bold}',
  '.code{font:bold 1.4em/1 ui-monospace,Consolas,monospace;letter-spacing:.15em}',
  '.button{display:inline-block;padding:10px 20px;border-radius:9px;background:#4338ae;color:#fff;text-decoration:none}',
  '.from{margin-top:32px;border-top:1px solid #857f97;padding-top:12px;font-size:14px}',
].join('')

/** A whole document; only `style` is not text of the mail. */
export const asHtml = (title: string, blocks: readonly Block[], from: Sender): string =>
  [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<title>${escaped(title)}</title><style>${style}</style></head>`,
    `<body><div class="mail">${blocks.map(blockAsHtml).join('\n')}`,
    `<p class="from">${escaped(signature(from))}</p></div></body></html>`,
  ].join('\n')
