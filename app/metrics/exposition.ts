import { consumers } from '#drizzle/log'
import { type LogHealth, toleratedSeconds } from '#drizzle/log-health'

type Sample = Readonly<{ label?: string; value: number }>
type Metric = Readonly<{ name: string; type: 'gauge' | 'counter'; help: string; samples: readonly Sample[] }>

const longest = (ages: readonly { seconds: number }[]): number => Math.max(0, ...ages.map(({ seconds }) => seconds))

const metricsOf = ({ parked, unpublished, behind }: LogHealth, missedRings: number): Metric[] => {
  const perConsumer = (value: (consumer: string) => number): Sample[] =>
    Object.keys(consumers).map(consumer => ({ label: `consumer="${consumer}"`, value: value(consumer) }))
  const parkedAt = (consumer: string) => parked.filter(each => each.consumer === consumer)
  const behindOf = (consumer: string) => behind.filter(each => each.consumer === consumer)
  const sum = (counts: readonly { messages: number }[]) => counts.reduce((total, { messages }) => total + messages, 0)
  const alarms = { parked, unpublished, behind }
  return [
    {
      name: 'contoso_alarm',
      type: 'gauge',
      help: `1 when something is parked, unpublished or behind for more than ${toleratedSeconds} seconds.`,
      samples: Object.entries(alarms).map(([about, ages]) => ({
        label: `about="${about}"`,
        value: longest(ages) > toleratedSeconds ? 1 : 0,
      })),
    },
    {
      name: 'contoso_parked_messages',
      type: 'gauge',
      help: 'Messages set aside for a person, those that wait behind them included.',
      samples: perConsumer(consumer => sum(parkedAt(consumer))),
    },
    {
      name: 'contoso_parked_seconds',
      type: 'gauge',
      help: 'How long the oldest of them has been parked.',
      samples: perConsumer(consumer => longest(parkedAt(consumer))),
    },
    {
      name: 'contoso_unpublished_seconds',
      type: 'gauge',
      help: 'How long the oldest message that is due has waited for its publication.',
      samples: [{ value: longest(unpublished) }],
    },
    {
      name: 'contoso_consumer_behind_messages',
      type: 'gauge',
      help: 'Published messages that a consumer has not read.',
      samples: perConsumer(consumer => sum(behindOf(consumer))),
    },
    {
      name: 'contoso_consumer_behind_seconds',
      type: 'gauge',
      help: 'How long ago the oldest of them was published.',
      samples: perConsumer(consumer => longest(behindOf(consumer))),
    },
    {
      name: 'contoso_missed_rings_total',
      type: 'counter',
      help: 'Times this process could not wake the workers within its budget; the sweep made up for each.',
      samples: [{ value: missedRings }],
    },
  ]
}

const write = ({ name, type, help, samples }: Metric): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(({ label, value }) => `${name}${label ? `{${label}}` : ''} ${value}`),
  ].join('\n')

/** Prometheus' text format, version 0.0.4. Counts and ages alone: nothing about a person, an order or a conference. */
export const expose = (health: LogHealth, missedRings: number): string =>
  `${metricsOf(health, missedRings).map(write).join('\n')}\n`
