import { expect, test } from 'vitest'
import { fileURLToPath } from 'node:url'
import { ServiceError } from '../services/service-error.ts'
import type { Business } from '../services/stripe-business.ts'
import type { Asker } from '../terminal/ask.ts'
import type { World } from '../world.ts'
import { askForShop } from './ask-for-shop.ts'
import { askForMailer } from './ask-for-mailer.ts'

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

const answering = (which: string, asked: string[]) =>
  ({
    choose: async (message: string) => (asked.push(message), which),
    line: async ({ message, judge }: { message: string; judge?: (words: string) => unknown }) => {
      asked.push(message)
      expect(judge?.('no')).toEqual(judge && expect.any(String))
      return message
    },
    secret: async ({ message }: { message: string }) => (asked.push(message), 'planted'),
    confirm: async (message: string) => (asked.push(message), which === 'resend'),
  }) as unknown as Asker

test.each<[string, string, object, Record<string, string>, number, string | undefined]>([
  ['a known service takes two answers', 'resend', {}, {}, 5, 'smtp.resend.com'],
  ['another service takes all', 'other', {}, {}, 7, 'SMTP host'],
  ['it may be done later', 'later', {}, {}, 1, undefined],
  ['the project has one', '', { smtp_host: 'smtp.x.test' }, {}, 0, undefined],
  ['a hook sends them', '', { hook_send_email_enabled: true }, {}, 0, undefined],
  ['a variable brings one', '', {}, { SMTP_HOST: 'smtp.x.test' }, 0, 'smtp.x.test'],
])('%s', async (_what, which, settings, env, questions, host) => {
  const asked: string[] = []
  const project = { readAuthSettings: async () => settings }
  const world = { project, env, shop: { name: 'Paper' } } as unknown as World
  const address = await askForMailer(world, answering(which, asked))
  expect(address).toBe(which === 'resend' ? 'To which address?' : null)
  expect([asked.length, world.env.SMTP_HOST]).toEqual([questions, host])
  if (questions > 1)
    expect(world.env).toMatchObject({ SMTP_PASS: 'planted', SMTP_SENDER_NAME: 'Paper' })
})
