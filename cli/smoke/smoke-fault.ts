/** Why a step of the smoke did not work, and what the owner does about it; no address, no secret. */
export class SmokeFault extends Error {
  readonly remedy: string
  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}
