import type { BuiltSettings } from '../web/element/settings.ts'
import { languages } from '../web/words/locale.ts'
import { fileOf, pages } from './pages/page-name.ts'

/** Headers by name. */
export type HeaderValues = Record<string, string>

/** What the headers depend on. */
export type HeaderSources = Pick<BuiltSettings, 'supabaseUrl' | 'turnstileSiteKey'> & {
  logo: string | null
}

const turnstile = 'https://challenges.cloudflare.com'

/**
 * The headers of the page itself. Scripts and styles come only from our own files, requests go only to the door and to
 * Supabase, nobody may frame the page, and no string becomes markup or code. With a captcha, its script and its frame are
 * allowed too; since nobody can promise that its script uses no strings as code, the last rule then only reports.
 */
export function pageHeaders({ supabaseUrl, turnstileSiteKey, logo }: HeaderSources): HeaderValues {
  const captcha = turnstileSiteKey === '' ? null : turnstile
  const noStrings = ["require-trusted-types-for 'script'", "trusted-types 'none'"]
  const policy = [
    ["default-src 'none'"],
    ["script-src 'self'", captcha],
    ["style-src 'self'"],
    ["img-src 'self' data:", originOf(logo)],
    ["connect-src 'self'", originOf(supabaseUrl)],
    ...(captcha === null ? [] : [['frame-src', captcha]]),
    ["form-action 'self'"],
    ["base-uri 'none'"],
    ["frame-ancestors 'none'"],
    ...(captcha === null ? noStrings.map((part) => [part]) : []),
  ]
  return {
    'Content-Security-Policy': policy.map((part) => part.filter(Boolean).join(' ')).join('; '),
    ...(captcha === null ? {} : { 'Content-Security-Policy-Report-Only': noStrings.join('; ') }),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy':
      'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Strict-Transport-Security': 'max-age=31536000',
  }
}

/** The additional headers of a page's own address: no other site loads it as a part of its own. */
export const documentHeaders: HeaderValues = { 'Cross-Origin-Resource-Policy': 'same-origin' }

/** The additional headers of script files: other sites that embed an element load them from here. */
export const scriptHeaders: HeaderValues = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

/** The headers of files whose names change with their content. */
export const hashedHeaders: HeaderValues = {
  ...scriptHeaders,
  'Cache-Control': 'public, max-age=31536000, immutable',
}

/**
 * The text of Netlify's `_headers` file. No two rules set one header for one path, because Netlify would join the values.
 * https://docs.netlify.com/manage/routing/headers/
 */
export function headersFile(sources: HeaderSources): string {
  const rules: [string, HeaderValues][] = [
    ['/*', pageHeaders(sources)],
    ...documents.map((path): [string, HeaderValues] => [path, documentHeaders]),
    ...pages.map(({ script }): [string, HeaderValues] => [`/${script}.js`, scriptHeaders]),
    ['/assets/*', hashedHeaders],
  ]
  return rules.map(([path, headers]) => [path, ...lines(headers)].join('\n') + '\n').join('\n')
}

const documents = pages.flatMap((page) => [
  page.path,
  `/${page.html}.html`,
  ...languages.map((language) => `/${fileOf(page, language)}`),
])

function lines(headers: HeaderValues): string[] {
  return Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)
}

function originOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).origin : null
}
