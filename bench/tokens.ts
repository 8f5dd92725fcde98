import type { webcrypto } from 'node:crypto'
import { createAccessTokens } from '#server/gateways/supabase/access-tokens.ts'
import { inTurn, ratio } from './figures/measure.ts'
import { explain, isFull, report } from './figures/row.ts'
import { startSetting } from './services/setting.ts'

const authMs = 10
const { standIns, supabaseUrl, askSupabase, close } = await startSetting()
const { token } = await standIns.settle(1)
await standIns.setLatency({ stripe: 0, database: authMs })

explain(
  `Only the check of one access token, ${authMs} ms per answer of Supabase. Baseline: asks Supabase Auth for the user of ` +
    'the token, at each request; it leaves out how the address was proven. Limit: one signature by the platform’s own ' +
    'cryptography; cold, after one answer with the keys.',
)

const create = () =>
  createAccessTokens({
    supabaseUrl,
    issuer: `${supabaseUrl}/auth/v1`,
    jwtSecret: null,
    maxAgeSeconds: 1800,
    now: () => Date.now(),
  })
const bearer = `Bearer ${token}`
const curve = { name: 'ECDSA', namedCurve: 'P-256' }
type Keys = { keys: (webcrypto.JsonWebKey & { alg?: string })[] }

async function fetchKey(): Promise<webcrypto.CryptoKey> {
  const { keys } = (await askSupabase('/auth/v1/.well-known/jwks.json', null)) as Keys
  const key = keys.find(({ alg }) => alg === 'ES256')
  if (key === undefined) throw new Error('no ES256 key is listed')
  return crypto.subtle.importKey('jwk', key, curve, false, ['verify'])
}

async function verifySignature(key: webcrypto.CryptoKey): Promise<void> {
  const end = token.lastIndexOf('.')
  const signature = Buffer.from(token.slice(end + 1), 'base64url')
  const signed = new TextEncoder().encode(token.slice(0, end))
  if (!(await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, signed)))
    throw new Error('the signature is not right')
}

const cold = await inTurn(isFull ? 100 : 30, {
  ours: () => create().prove(bearer),
  // A stand-in's minted token belongs to no user: what Auth answers is not what is measured.
  baseline: () => askSupabase('/auth/v1/user', token).catch(() => undefined),
  limit: async () => verifySignature(await fetchKey()),
})
report({ what: 'cold: the keys are fetched', unit: 'ms', ...cold })

const warmTokens = create()
const key = await fetchKey()
const warm = await inTurn(isFull ? 2000 : 500, {
  ours: () => warmTokens.prove(bearer),
  limit: () => verifySignature(key),
})
const { baseline } = cold
const bounds = [{ of: 'baseline / ours', value: ratio(baseline, warm.ours), atLeast: 5 }]
report({ what: 'warm: the keys are known', unit: 'ms', ...warm, baseline, bounds })
close()
