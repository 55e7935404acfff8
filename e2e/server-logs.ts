import { readFileSync } from 'node:fs'

const suspicious = /error|warn|unhandled|uncaught|exception|rejection|⨯|⚠|\b5\d\d\b/i

const levelOf = (line: string): number | undefined => {
  try {
    return (JSON.parse(line) as { level?: number }).level
  } catch {
    return undefined
  }
}

const warning = 40

/** Our own lines say how grave they are; of what others print, everything that reads like trouble counts. */
const isComplaint = (line: string): boolean => {
  const level = line.startsWith('{') ? levelOf(line) : undefined
  return level === undefined ? suspicious.test(line) : level >= warning
}

/** One regular expression a line; `#` begins a line that says which spec provokes it, and why that is right. */
const readAllowed = (file: string): RegExp[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '' && !line.startsWith('#'))
    .map(line => new RegExp(line))

/** The lines of what servers said that no spec has declared: a complaint nobody provoked is a defect, even if every spec passed. */
export const undeclaredComplaints = (text: string, allowed: readonly RegExp[]): string[] =>
  text.split('\n').filter(line => isComplaint(line) && !allowed.some(pattern => pattern.test(line)))

export const complaintsIn = (logs: readonly string[], allowedFile: string): string[] =>
  logs.flatMap(log => undeclaredComplaints(readFileSync(log, 'utf8'), readAllowed(allowedFile)).map(line => `${log}: ${line}`))
