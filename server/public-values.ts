/*
 * The forms of what the page publishes. A value of any other form is refused: a list of what secrets look like would
 * always lack one.
 */

/** The beginnings of keys of Stripe, Supabase and Netlify; `sk_SK` is a language, so a mode follows. */
const beginningOfKey = /(?<![a-z\d])(?:[rs]k_(?:live|test|org)_|(?:whsec|sb_secret|sbp|nfp)_)/i
const beginningOfToken = /eyJ[\w-]{6}/

/**
 * A publishable key, or the legacy token of the role `anon`.
 *
 * @throws TypeError for anything else; its message doesn't hold the value
 */
export function parsePublishableKey(text: string): string {
  if (!/^sb_publishable_[\w-]+$/.test(text) && roleOf(text) !== 'anon')
    throw new TypeError('not a publishable key')
  return text
}

/**
 * An address that anyone may know, reduced to origin and path. A slash at the end is neither added nor taken away.
 *
 * @throws TypeError for another scheme, a user name, a query, a fragment, or anything in it that looks like a key
 */
export function parsePublicUrl(text: string): string {
  const url = new URL(text)
  const hasMore = `${url.username}${url.password}${url.search}${url.hash}` !== ''
  if (!/^https?:\/\/[^\s\\]+$/i.test(text) || hasMore) throw new TypeError('not a public address')
  const plain = decode(text)
  if (beginningOfKey.test(plain) || beginningOfToken.test(plain))
    throw new TypeError('an address with a key in it')
  return url.origin + (url.pathname === '/' && !text.endsWith('/') ? '' : url.pathname)
}

/**
 * Cloudflare's site key. Its secret key differs only in length: site keys have 22 to 24 characters, secret ones 33 or
 * more. https://developers.cloudflare.com/turnstile/troubleshooting/testing/
 *
 * @throws TypeError for anything else
 */
export function parseTurnstileSiteKey(text: string): string {
  if (!/^\dx[\w-]{18,26}$/.test(text)) throw new TypeError('not a site key')
  return text
}

/** Without percent-encoding, however often it was applied. */
function decode(text: string): string {
  const plain = decodeURIComponent(text)
  return plain === text ? text : decode(plain)
}

function roleOf(key: string): unknown {
  const [, payload = ''] = /^eyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+$/.exec(key) ?? []
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    return (claims as { role?: unknown } | null)?.role
  } catch {
    return null
  }
}
