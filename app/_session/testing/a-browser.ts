import { randomInt } from 'node:crypto'
import type { Browser } from '../this-browser.ts'

const anAddress = (): string => `10.${[randomInt(256), randomInt(256), randomInt(256)].join('.')}`

/** A browser at an address, which keeps what it is given. */
export const aBrowser = (address = anAddress()): Browser => {
  let kept: string | undefined
  return {
    address,
    get kept() {
      return kept
    },
    keep: sealed => {
      kept = sealed
    },
  }
}
