/** The one sentence that answers the owner, and what they do about it. */
export type Verdict = {
  /** Stable, `snake_case`: its name in `look --json`. */
  kind: string
  says: string
  remedy?: string
  /** Whether the person sees what Stripe has under the address. `null`: it could not be told. */
  isSeeing: boolean | null
}

/** When it is asked, in milliseconds since 1970, and the ref of the Supabase project, if it is known. */
export type Where = { now: number; ref: string | null }
