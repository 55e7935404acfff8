import { readFileSync } from 'node:fs'

/** A running copy of the whole system that browser specs visit. */
export type Stage = Readonly<{
  url: string
  databaseUrl: string
  redisUrl?: string
  /** Milliseconds that the clock of this stage is ahead; write another number and the whole stage follows. */
  clockFile: string
  /** What its processes said. */
  logs: readonly string[]
  /** Where a catalogue can be posted that is to be loaded; the answer is what is wrong with it. */
  catalogueLoader: string
  /** The conferences that are there from the beginning. */
  conferences: readonly Readonly<{ name: string; slug: string; ownerEmail: string; accessCode: string }>[]
}>

/** Where the stages that run at present are written down, by name. */
export const stagesFile = 'test-results/stages.json'

/** The stage of that name; a spec's is called like its project: `findStage(test.info().project.name)`. */
export const findStage = (name: string): Stage => {
  const stage = (JSON.parse(readFileSync(stagesFile, 'utf8')) as Record<string, Stage>)[name]
  if (!stage) throw new Error(`No stage is called "${name}".`)
  return stage
}
