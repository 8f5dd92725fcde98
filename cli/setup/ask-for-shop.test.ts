import { expect, test } from 'vitest'
import { fileURLToPath } from 'node:url'
import { ServiceError } from '../services/service-error.ts'
import type { Business } from '../services/stripe-business.ts'
import type { Asker } from '../terminal/ask.ts'
import type { World } from '../world.ts'
import { askForShop } from './ask-for-shop.ts'

const copy = fileURLToPath(new URL('../../', import.meta.url))
const paper: Business = {
  name: 'Paper',
  supportEmail: 'a@paper.test',
  supportUrl: null,
  color: null,
  iconFile: null,
}
const refuse = () => {
  throw new ServiceError('stripe', { at: 'GET /v1/account', status: 403 })
}

test.each<[string, () => Business, number, string | null, string | null]>([
  ['Stripe says all', () => paper, 0, 'Paper', 'mailto:a@paper.test'],
  [
    'Stripe lacks a contact',
    () => ({ ...paper, supportEmail: null }),
    1,
    'Paper',
    'https://x.test/',
  ],
  ['the key may not read it', refuse, 2, 'https://x.test/', 'https://x.test/'],
])('if %s, only the rest is asked for', async (_when, business, questions, name, href) => {
  const asked: string[] = []
  const line: Asker['line'] = async ({ message, judge }) => {
    asked.push(message)
    expect(judge?.('nothing')).toEqual(judge && expect.any(String))
    return 'https://x.test/'
  }
  const account = { readBusiness: async () => business() }
  const world = { copy, account } as unknown as World
  const shop = await askForShop(world, { line } as Asker)
  expect([shop.name, shop.support?.href, asked.length]).toEqual([name, href, questions])
  const alone = await askForShop(world, null)
  expect(asked).toHaveLength(questions)
  expect(alone.name).toBe(questions === 2 ? null : 'Paper')
})
