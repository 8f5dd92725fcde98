import { expect } from 'vitest'

const cloudflare = 'https://challenges.cloudflare.com'

/** The policy as a table: directive -> its words. */
function parsePolicy(text: string | null): Map<string, string> {
  const parts = (text ?? '').split(';').map((part) => part.trim().split(/\s+/))
  return new Map(parts.map(([name = '', ...words]) => [name, words.join(' ')]))
}

/** Reads the page's headers off a site that serves as Netlify would, and holds each against what it must be. */
export async function expectStrictHeaders(
  origin: string,
  { captcha }: { captcha: boolean },
): Promise<void> {
  const { status, headers } = await fetch(`${origin}/`)
  expect(status).toBe(200)
  const policy = headers.get('content-security-policy')
  expect(policy).not.toMatch(
    /unsafe-|\*|https?:(?!\/\/(127\.0\.0\.1|challenges\.cloudflare\.com\b))/,
  )
  expect(Object.fromEntries(parsePolicy(policy))).toEqual({
    'default-src': "'none'",
    'script-src': captcha ? `'self' ${cloudflare}` : "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'connect-src': `'self' ${origin}`,
    ...(captcha ? { 'frame-src': cloudflare } : {}),
    'form-action': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
    ...(captcha ? {} : { 'require-trusted-types-for': "'script'", 'trusted-types': "'none'" }),
  })
  expect(headers.get('content-security-policy-report-only')).toBe(
    captcha ? "require-trusted-types-for 'script'; trusted-types 'none'" : null,
  )
  for (const [name, value] of Object.entries({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'strict-transport-security': 'max-age=31536000',
  }))
    expect(headers.get(name), name).toBe(value)
  expect(headers.get('permissions-policy')).toContain('payment=()')
  expect(headers.get('access-control-allow-origin')).toBeNull()
  expect(headers.get('set-cookie')).toBeNull()
}
