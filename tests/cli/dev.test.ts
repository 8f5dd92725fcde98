import { expect, test } from 'vitest'
import { startServices } from '#local/services.ts'

const real = { STRIPE_API_KEY: 'rk_test_x', SUPABASE_URL: 'https://abc.supabase.co' }
const order = { origin: 'http://127.0.0.1:8888', isReal: true, database: undefined }

test('the real services of .env are used only when asked for', async () => {
  expect((await startServices(real, order)).standIns).toBe(null)
})

test.each([
  [{ ...real, STRIPE_API_KEY: 'rk_live_x' }, /live key/],
  [{ ...real, STRIPE_API_KEY: 'sk_live_x' }, /live key/],
  [{ ...real, SUPABASE_URL: '' }, /needs STRIPE_API_KEY and SUPABASE_URL/],
  [{}, /needs STRIPE_API_KEY and SUPABASE_URL/],
])('with %j they are refused', async (env, why) => {
  await expect(startServices(env, order)).rejects.toThrow(why)
})
