import { createHash } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, problemOf } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { callsOf } from '../shop.ts'

listenToLog()
let world: World
beforeEach(async () => {
  world = await emptyWorld()
  world.loseWebhooks()
})

const ring = { id: 'evt_doctor', object: 'event', type: 'doctor.looked' }

test('anyone who signs like Stripe is told a short hash of each variable, and no value', async () => {
  const response = await world.deliver(ring)
  const text = await response.text()
  const key = process.env.SUPABASE_SECRET_KEY!
  const hash = createHash('sha256').update(`SUPABASE_SECRET_KEY\n${key}`).digest('hex')
  expect(JSON.parse(text)).toMatchObject({
    received: true,
    outcome: 'ignored',
    variables: { SUPABASE_SECRET_KEY: hash.slice(0, 12) },
  })
  for (const value of [key, process.env.STRIPE_API_KEY!, world.webhookSecret])
    expect(text).not.toContain(value)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect([callsOf(world), world.supabase.calls]).toEqual([[], []])
})

test('nobody else is told anything', async () => {
  const refused = await world.deliver(ring, { secret: 'whsec_of_a_stranger' })
  expect([refused.status, (await problemOf(refused)).code]).toEqual([400, 'signature_invalid'])
  const ignored = await world.deliver({ ...ring, type: 'doctor.looked.again' })
  expect(await ignored.json()).toEqual({ received: true, outcome: 'ignored' })
})
