import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { judgeByTypes } from './judge-by-types.ts'
import { openNetlifyJudge } from './judge-netlify.ts'
import type { SentCall, SentCalls } from './record-calls.ts'
import { recordCalls } from './record-calls.ts'

let calls: SentCalls
let judgeNetlify: Awaited<ReturnType<typeof openNetlifyJudge>>

beforeAll(async () => {
  const quietly = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  execFileSync('npm', quietly, { cwd: `${import.meta.dirname}/packages`, stdio: 'ignore' })
  judgeNetlify = await openNetlifyJudge()
  calls = await recordCalls()
  console.info(
    'SKIPPED: what the stand-ins answer, and questions to the database: only these requests are judged.',
  )
})

const sent = (order: string, body?: unknown, query: Record<string, string> = {}): SentCall => {
  const [method = '', path = ''] = order.split(' ')
  return { method, path, query, body }
}

describe('what setup, doctor, smoke, sync and the doors send', () => {
  test('is what Stripe’s own types allow', async () => {
    expect(calls.stripe.length).toBeGreaterThan(50)
    expect(await judgeByTypes('stripe', calls.stripe)).toEqual([])
  })

  test('is what Supabase’s Management API takes', async () => {
    expect(calls.management.length).toBeGreaterThan(30)
    expect(await judgeByTypes('management', calls.management)).toEqual([])
  })

  test('is what Netlify’s description of its API has', () => {
    expect(calls.netlify.length).toBeGreaterThan(20)
    expect(judgeNetlify(calls.netlify)).toEqual([])
  })
})

describe('what these would refuse is refused', () => {
  const configurations = 'POST /v1/billing_portal/configurations'
  const canceling = { enabled: true, cancellation_reason: { enabled: false } }
  test.each<['stripe' | 'management', SentCall, string]>([
    ['stripe', sent(configurations, { features: { subscription_cancel: canceling } }), 'options'],
    ['stripe', sent(configurations, { features: {}, colour: 'red' }), 'colour'],
    ['stripe', sent('GET /v1/moon', {}), 'no type is named'],
    ['stripe', sent('GET /v1/events/evt_1', { limit: '1' }), 'never'],
    ['management', sent('PATCH /v1/projects/a/config/auth', { site_uri: 'x' }), 'site_uri'],
    ['management', sent('POST /v1/projects/a/api-keys', { type: 'hidden', name: 'x' }), 'hidden'],
    ['management', sent('GET /v1/projects/a/postgrest', undefined, { all: 'yes' }), 'never'],
  ])('by %s: %j', async (provider, call, why) => {
    expect(await judgeByTypes(provider, [call])).toEqual([expect.stringContaining(why)])
  })

  const value = { key: 'A', values: [{ context: 'production', value: 'b' }] }
  test.each([
    [sent('GET /api/v1/moon'), 'no such operation'],
    [sent('GET /api/v1/sites', undefined, { colour: 'red' }), 'colour'],
    [sent('POST /api/v1/accounts/a/env', [{ ...value, scopes: ['everywhere'] }]), 'enum'],
    [sent('POST /api/v1/accounts/a/env', [{ ...value, secret: true }]), 'additionalProperties'],
  ])('by Netlify: %j', (call, why) => {
    expect(judgeNetlify([call])).toEqual([expect.stringContaining(why)])
  })
})
