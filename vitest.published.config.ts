import { defineConfig } from 'vitest/config'

/** What is sent to Stripe, Supabase and Netlify, judged by their own descriptions: `npm run check:calls`. */
export default defineConfig({
  test: {
    include: ['tests/published/*.real.test.ts'],
    globalSetup: 'tests/cached-database.ts',
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
})
