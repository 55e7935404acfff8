const seconds = (milliseconds: number): string => {
  const whole = Math.round(milliseconds / 1_000)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** How far a rebuild is: of `total` messages that stood in the log when it began, and how many of them were events it folded. */
export class Progress {
  private readonly begunAt: number
  private read = 0
  events = 0

  constructor(
    private readonly total: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.begunAt = nowMs()
  }

  note(messages: number, events: number): void {
    this.read += messages
    this.events += events
  }

  get elapsedMs(): number {
    return this.nowMs() - this.begunAt
  }

  get eventsPerSecond(): number {
    return Math.round(this.events / (this.elapsedMs / 1_000))
  }

  get words(): string {
    const share = this.total === 0 ? 1 : Math.min(1, this.read / this.total)
    const left = this.read === 0 ? 'beginning' : `${seconds((this.elapsedMs * (1 - share)) / share)} left`
    return `${Math.floor(share * 100)} %, ${this.eventsPerSecond.toLocaleString('en-US')} events/s, ${left}`
  }
}
