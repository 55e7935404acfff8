/** The business says no. The message is a sentence for the person who asked, and `field` names the input it is about. */
export class Refusal extends Error {
  override name = 'Refusal'

  constructor(
    message: string,
    readonly field?: string,
  ) {
    super(message)
  }
}

/** A command id was heard before with other input (the back button). `outcome` is what the first one led to. */
export class AlreadyStarted extends Refusal {
  override name = 'AlreadyStarted'

  constructor(readonly outcome: Readonly<Record<string, string>>) {
    super('You already started this order')
  }
}
