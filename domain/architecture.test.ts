import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const topLevel =
  'domain drizzle workers app e2e package.json next.config.ts tsconfig.json README.md instrumentation.ts proxy.ts biome.json package-lock.json ' +
  'LICENSE SECURITY.md Dockerfile compose.yaml vercel.json vitest.config.ts postcss.config.mjs'
const fromTheWeb = /^(app|drizzle|domain)\/|^workers\/runtime\.ts$/
const mayImport = new Map([
  ['domain', /^domain\//],
  ['drizzle', /^(drizzle|domain)\//],
  ['workers', /^(workers|drizzle|domain)\//],
  ['e2e', /^(e2e|workers|drizzle|domain)\//],
])
const impure =
  /\b(Date\.now|new Date\(\)|Math\.random|process\.(env|argv|cwd|hrtime)|performance\.now|crypto\.|fetch\(|setTimeout|setInterval)/
const vague = /(^|\/)(utils?|helpers?|lib|common|misc|shared|services?|types?)(\.|\/|$)|\.(service|repository|dto|helper)\./
const notKebab = /(^|\/)([^/[]*[A-Z_][^/]*|index)\.(ts|tsx|css)$/
const leftOut = /\b(it|test|describe)(\.\w+)*\.(only|skip|todo|fixme)\b/

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const text = (file: string) => readFileSync(join(root, file), 'utf8')
const ignored = text('.gitignore')
  .split('\n')
  .filter(Boolean)
  .map(rule => rule.replace(/^\*|\/$/g, ''))
const listed = (folder: string) =>
  readdirSync(join(root, folder)).filter(name => !name.startsWith('.') && !ignored.some(rule => name.endsWith(rule)))
const walk = (path: string): string[] =>
  statSync(join(root, path)).isDirectory() ? listed(path).flatMap(name => walk(join(path, name))) : [path]
const files = walk('.')
const code = files.filter(file => /\.tsx?$/.test(file))
const isTest = (file: string) => /\.(test|spec)\.tsx?$|\/testing\//.test(file)
const top = (file: string) => file.split('/', 1)[0] ?? ''

/** `target` is the file of ours that is imported; a package has none. */
const importsOf = (file: string) =>
  [...text(file).matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, named = '']) => ({
    line: `${file} imports ${named}`,
    file,
    named,
    target: named.startsWith('#') ? `${named.slice(1)}.ts` : named.startsWith('.') ? join(dirname(file), named) : undefined,
  }))
const imports = code.flatMap(importsOf)
const linesOf = (wrong: typeof imports) => wrong.map(({ line }) => line)
const graph = new Map(code.map(file => [file, importsOf(file).flatMap(({ target }) => target ?? [])]))
const reachableFrom = (file: string, found = new Set<string>()): Set<string> => {
  for (const next of graph.get(file) ?? []) if (!found.has(next)) reachableFrom(next, found.add(next))
  return found
}

describe('the house', () => {
  it('has nothing else at its top level', () => {
    expect(listed('.').filter(name => !topLevel.split(' ').includes(name))).toEqual([])
  })

  it('lets each folder import only what lies below it', () => {
    expect(
      linesOf(imports.filter(({ file, target }) => target && !(mayImport.get(top(file)) ?? fromTheWeb).test(target))),
    ).toEqual([])
  })

  it('names files of the same folder relatively, others by #, and each exactly', () => {
    const inexact = ({ file, named, target }: (typeof imports)[number]) => {
      if (target === undefined) return false
      const leavesFolder = file.includes('/') && top(file) !== top(target)
      return !existsSync(join(root, target)) || (named.startsWith('#') ? top(file) === top(target) : leavesFolder)
    }
    expect(linesOf(imports.filter(inexact))).toEqual([])
  })

  it('keeps browser specs outside: they, and what they import, know nothing of ours', () => {
    const specs = code.filter(file => file.endsWith('.spec.ts'))
    expect(specs.filter(spec => [...reachableFrom(spec)].some(file => top(file) !== 'e2e'))).toEqual([])
  })

  it('has no files that import each other in a circle', () => {
    expect(code.filter(file => reachableFrom(file).has(file))).toEqual([])
  })

  it('keeps the domain pure, with zod as its only package', () => {
    const pure = code.filter(file => top(file) === 'domain' && !isTest(file))
    expect(linesOf(imports.filter(({ file, named, target }) => pure.includes(file) && !target && named !== 'zod'))).toEqual([])
    expect(pure.filter(file => impure.test(text(file)))).toEqual([])
  })

  it('has no file of more than 250 lines', () => {
    const counted = files.filter(file => /\.(tsx?|css|sql)$/.test(file) && !file.startsWith('drizzle/migrations/'))
    expect(counted.filter(file => text(file).trimEnd().split('\n').length > 250)).toEqual([])
  })

  it('calls things by what they are', () => {
    expect(files.filter(file => vague.test(file) || notKebab.test(file))).toEqual([])
  })

  it('leaves out none of its tests', () => {
    expect(code.filter(file => isTest(file) && leftOut.test(text(file)))).toEqual([])
  })
})
