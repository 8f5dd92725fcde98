/**
 * The seed of the tests that play at random: the same in every run, so that a red test is red again. `SEED=random` or
 * `SEED=<number>` plays differently; a failure prints its seed.
 */
export const seed = readSeed(process.env['SEED'])

/** How often such a test plays: before every push, and in `npm run test:long`, which looks for what is rare. */
export function plays(times: { short: number; long: number }): number {
  return process.env['PLAYS'] === 'long' ? times.long : times.short
}

function readSeed(wanted: string | undefined): number {
  if (wanted === undefined || wanted === '') return 20_261_121
  return wanted === 'random' ? Date.now() % 2 ** 31 : Number(wanted)
}
