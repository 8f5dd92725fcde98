import { defineConfig } from 'vitest/config'

const side = (name: string, start: string) => ({
  extends: true as const,
  test: {
    name,
    include: ['tests/real/*.real.test.ts'],
    globalSetup: `tests/real/stage/${start}.ts`,
  },
})

/** One conformance suite, twice: `npm run test:real`. */
export default defineConfig({
  test: {
    projects: [side('local/supabase', 'start-stand-in'), side('the real programs', 'start-real')],
    // Settings and mailboxes belong to one test at a time.
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './tests/real/stage/tell-sides.ts'],
  },
})
