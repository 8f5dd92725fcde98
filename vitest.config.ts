import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,web,local,tests,cli}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'tests/long/**'],
    // Each worker opens one Postgres of its own, which takes a second and a gigabyte.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A door's line in the log is not news in a test that passes.
    silent: 'passed-only',
  },
})
