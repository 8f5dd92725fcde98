import { expect, test } from 'vitest'
import type { Rings } from './judge-deliveries.ts'
import { judgeDeliveries } from './judge-deliveries.ts'

const now = 1_800_000_000
const hour = 3600
/** An event of so many seconds ago, and how many deliveries it waits for. */
const event = (age: number, pending = 0) => ({ id: `evt_${age}`, created: now - age, pending })
const rings = (events: Rings['all'], since: number | null): Rings => ({
  all: events,
  undelivered: events.filter(({ pending }) => pending > 0),
  since,
  now,
})

test.each<[what: string, rings: Rings, level: string, says: RegExp]>([
  [
    'events that are older than the endpoint',
    rings([event(60)], now - 30),
    'ok',
    /^no webhooks to/,
  ],
  ['no events', rings([], now - hour), 'ok', /^no webhooks to deliver since/],
  ['one that arrived', rings([event(60)], now - hour), 'ok', /arrive: the last arrived just now$/],
  ['one of yesterday', rings([event(24 * hour)], now - 48 * hour), 'ok', /24 hours ago$/],
  [
    'the first, of a minute ago',
    rings([event(60, 1)], now - hour),
    'unknown',
    /the first webhooks/,
  ],
  [
    'a young one after those that arrived',
    rings([event(60, 1), event(hour)], now - 2 * hour),
    'ok',
    /arrived 60 minutes ago$/,
  ],
  [
    'the first, of fifteen minutes ago',
    rings([event(900, 1), event(2 * hour)], now - hour),
    'fault',
    /not delivered yet: 1; none has arrived$/,
  ],
  [
    'a backlog after those that arrived',
    rings([event(900, 1), event(1000, 2), event(hour)], now - 2 * hour),
    'warning',
    /not delivered yet: 2; the last arrived 60 minutes ago$/,
  ],
  [
    'a backlog at an endpoint that nobody may ask about',
    rings([event(900, 1), event(hour)], null),
    'fault',
    /not delivered yet: 1; none has arrived$/,
  ],
])('of %s', (_what, given, level, says) => {
  expect(judgeDeliveries(given)).toMatchObject({ level, says: expect.stringMatching(says) })
})

test('without the endpoint nobody can say that webhooks arrive', () => {
  expect(judgeDeliveries(rings([event(60)], null))).toBe(null)
})
