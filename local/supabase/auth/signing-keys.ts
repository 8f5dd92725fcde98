import * as jose from 'jose'
import { randomBytes, randomUUID } from 'node:crypto'

type SigningKey = { kid: string; privateKey: jose.CryptoKey; publicJwk: jose.JWK }

/** The project's keys: one signs, and every listed one verifies. */
export type SigningKeys = {
  current(): SigningKey
  /** The shared secret of projects older than October 2025. */
  legacySecret: string
  jwks(): { keys: jose.JWK[] }
  /** Signs with a new key from now on; the old one stays listed, or is revoked at once. */
  rotate(options: { keepOld: boolean }): Promise<void>
}

export async function makeSigningKeys(): Promise<SigningKeys> {
  let current = await makeKey()
  let former: SigningKey[] = []
  return {
    current: () => current,
    legacySecret: randomBytes(40).toString('base64'),
    jwks: () => ({ keys: [current, ...former].map((key) => key.publicJwk) }),
    async rotate({ keepOld }) {
      former = keepOld ? [current, ...former] : []
      current = await makeKey()
    },
  }
}

async function makeKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await jose.generateKeyPair('ES256')
  const kid = randomUUID()
  const jwk = await jose.exportJWK(publicKey)
  return {
    kid,
    privateKey,
    publicJwk: { ...jwk, kid, alg: 'ES256', use: 'sig', key_ops: ['verify'] },
  }
}
