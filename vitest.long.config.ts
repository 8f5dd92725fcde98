import { defineConfig } from 'vitest/config'

/** What takes longer than a push should wait: `npm run test:long`. */
export default defineConfig({
  test: {
    include: ['**/*.long.test.ts'],
    exclude: ['**/node_modules/**'],
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 60_000,
    silent: false,
  },
})
