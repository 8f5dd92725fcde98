import type { Call } from './call.ts'

/** One step that fixes a finding: shown first, made after a yes. */
export type Change = {
  /** One line: what it does. */
  says: string
  /** Its line in the plan, which changes of one kind share; without it, `says` is. */
  brief?: string
  /** What differs, a line each, such as `mailer_otp_exp: 3600 -> 900`; never a secret. */
  details?: readonly string[]
  /** `null`: no service is called, and `keep` gets `null`; it takes what was read already. */
  call: Call | null
  /**
   * Keeps what the answer brings, such as a secret that is shown once; may wait until the service is done.
   * @param tell shows the owner a line meanwhile
   */
  keep?: (answer: unknown, tell: (line: string) => void) => Promise<void>
  /** Asked right before it is made: why it has to wait, and what the owner does. It is planned all the same. */
  holds?: () => Promise<string | undefined>
  /** Only if the service may refuse without harm: what the owner does then. Otherwise a refusal stops the setup. */
  ifRefused?: string
}
