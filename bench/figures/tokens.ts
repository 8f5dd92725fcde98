import type { webcrypto } from 'node:crypto'
import { createAccessTokens } from '#server/gateways/supabase/access-tokens.ts'
import { inTurn, ratio } from './measure.ts'
import { explain, isFull, report } from './row.ts'
import { startSetting } from './setting.ts'

const part = 'tokens'
const authMs = 10
const { neighbours, supabaseUrl, askSupabase } = await startSetting()
const { token } = await neighbours.settle(1)
await neighbours.setLatency({ stripe: 0, database: authMs })

explain(
  part,
  `The check of one access token alone, ${authMs} ms per answer of Supabase. Baseline: asks Supabase Auth for the user ` +
    'of the token, at each request; it leaves out how the address was proven. Limit: one signature by the ' +
    "platform's own cryptography; cold, after one answer with the keys.",
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

// A stand-in's minted token belongs to nobody; what Auth answers is not what is measured.
const askAuth = () => askSupabase('/auth/v1/user', token).catch(() => undefined)

const cold = await inTurn(isFull ? 100 : 30, {
  ours: () => create().prove(bearer),
  baseline: askAuth,
  limit: async () => verifySignature(await fetchKey()),
})
report({ part, what: 'cold: the keys are fetched', unit: 'ms', ...cold })

const warmTokens = create()
const key = await fetchKey()
const warm = await inTurn(isFull ? 2000 : 500, {
  ours: () => warmTokens.prove(bearer),
  limit: () => verifySignature(key),
})
report({
  part,
  what: 'warm',
  unit: 'ms',
  ...warm,
  baseline: cold.baseline,
  bounds: [{ of: 'baseline / ours', value: ratio(cold.baseline, warm.ours), atLeast: 5 }],
})
neighbours.close()
