import { defineConfig } from 'vitest/config'

// A site sets the environment of its process.
const sites = [
  'tests/flows/**/*.test.ts',
  'tests/security/headers.test.ts',
  'tests/docs/agents.test.ts',
  'tests/docs/api.test.ts',
]
const slow = [
  '**/node_modules/**',
  '**/*.long.test.ts',
  '**/*.real.test.ts',
  'tests/faults/pairs.test.ts',
]
const everything = '{server,web,build,local,tests,cli}/**/*.test.ts'

export default defineConfig({
  test: {
    // Each worker opens one Postgres of its own, which takes a second and a gigabyte.
    maxWorkers: 4,
    globalSetup: 'tests/cached-database.ts',
    // A hanging test takes long to fail; a slow machine makes none fail.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // A door's line in the log is not news in a test that passes.
    silent: 'passed-only',
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: [everything],
          exclude: [...slow, ...sites],
          // One database and one pair of stand-ins a worker, emptied between the tests.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'flows', include: sites, exclude: slow, isolate: true },
      },
    ],
  },
})
