import { readFileSync } from 'node:fs'

const manifest = <Content>(name: string): Content => JSON.parse(readFileSync(`.next/${name}`, 'utf8')) as Content

/** Every address at which the build answers, its parameters as Next writes them: /[slug]/orders/[orderId]. */
export const builtRoutes = (): string[] => Object.values(manifest<Record<string, string>>('app-path-routes-manifest.json'))

type Actions = Record<string, { filename?: string; exportedName?: string }>

/** The id of every server action of the build, by its name: the address of its folder and what it is exported as. */
export const builtActions = (): Map<string, string> => {
  const { node, edge } = manifest<{ node: Actions; edge: Actions }>('server/server-reference-manifest.json')
  const nameOf = ({ filename = '', exportedName = '' }: Actions[string]) =>
    `${filename.replace(/^app/, '').replace(/\/[^/]*$/, '')} ${exportedName}`
  return new Map([...Object.entries(node), ...Object.entries(edge)].map(([id, action]) => [nameOf(action), id]))
}
