/** Prefix and a tail as long as a real one: an explanation such as `sk_test_...` is not a key. */
const patterns: Record<string, RegExp> = {
  'a Stripe key': /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16}/,
  'a Stripe signing secret': /\bwhsec_[A-Za-z0-9+/]{20}/,
  'a Supabase secret key': /\bsb_secret_[A-Za-z0-9_-]{16}/,
  'a signed token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20}/,
  'a private key': /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{32}/,
}

/** The kinds of key that `text` seems to hold; never the key itself, which would end up in a log. */
export function findKeys(text: string): string[] {
  return Object.keys(patterns).filter((kind) => patterns[kind]?.test(text))
}

/** One made-up specimen of each kind, put together here so that this file is not taken for a leak. */
export function specimens(): Record<string, string> {
  const tail = '51Abcdefghijklmnopqrstuvwxyz0123456789'
  return {
    'a Stripe key': `rk_live_${tail}`,
    'a Stripe signing secret': `whsec_${tail}`,
    'a Supabase secret key': `sb_secret_${tail}`,
    'a signed token': `eyJ${tail}.eyJ${tail}.${tail}`,
    'a private key': `-----BEGIN PRIVATE KEY-----\n${tail}`,
  }
}
