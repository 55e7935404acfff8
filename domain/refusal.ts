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
