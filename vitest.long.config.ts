import { defineConfig } from 'vitest/config'

/** What takes longer than a push should wait: `npm run test:long`. */
export default defineConfig({
  test: {
    include: [
      '**/*.long.test.ts',
      // Played at random, and here at length.
      'tests/convergence/random-histories.test.ts',
      'tests/convergence/credits/plan-changes.test.ts',
      'tests/convergence/sales/random-sales.test.ts',
      'tests/convergence/credits/histories.test.ts',
      'tests/doors/checkout/histories.test.ts',
      'tests/doors/stripe-webhook/burst.test.ts',
      'tests/owner-site/delivered.test.ts',
      'tests/faults/pairs.test.ts',
      'tests/security/fuzz.test.ts',
    ],
    exclude: ['**/node_modules/**'],
    env: { PLAYS: 'long' },
    maxWorkers: 2,
    globalSetup: 'tests/cached-database.ts',
    // A hanging test is found, if late; a slow machine is no fault.
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
    silent: false,
  },
})
