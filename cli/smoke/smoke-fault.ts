/** Why a step of smoke failed, and what the owner does about it; no address, no secret. */
export class SmokeFault extends Error {
  readonly remedy: string
  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}
