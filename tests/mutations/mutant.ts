/**
 * A defense taken out: `out`, which must be in exactly one place of `server/`, `supabase/`, `spend/` or `web/`, is replaced
 * by `by`; `test` must then fail. Of several migrations the newest counts.
 */
export type Mutant = { defense: string; out: string; by: string; test: string }
