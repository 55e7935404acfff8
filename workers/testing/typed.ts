import { vi } from 'vitest'

export type Printed = Readonly<{ code: number; out: string; err: string }>

/** What a command prints and ends with when it is typed with these arguments, run in this process: one of its own begins slowly. */
export const typed = async (
  command: (args: readonly string[]) => Promise<void>,
  ...args: readonly string[]
): Promise<Printed> => {
  const [out, err]: [string[], string[]] = [[], []]
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(line => void out.push(String(line))),
    vi.spyOn(console, 'error').mockImplementation(line => void err.push(String(line))),
  ]
  try {
    await command(args)
    return { code: Number(process.exitCode ?? 0), out: out.join('\n'), err: err.join('\n') }
  } finally {
    process.exitCode = undefined
    for (const spy of spies) spy.mockRestore()
  }
}
