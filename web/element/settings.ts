import type { Brand } from '../brand.ts'
import { parseUrl } from '../requests/parse-url.ts'

/** What the build put into the script, from the owner's environment; an empty string for a missing value. */
export type BuiltSettings = {
  supabaseUrl: string
  publishableKey: string
  frontendUrl: string
  turnstileSiteKey: string
  /** Names of the server's own variables that the build did not see. */
  unseen: string[]
}

/**
 * What Supabase may leave in the query of the page that a link leads to: a code that only whoever asked for it can
 * redeem (PKCE; this page never asks), its errors and messages.
 */
export const answerNames = 'code error error_code error_description message'.split(' ')

const notForStripe = ['email', 'intent', 'done', ...answerNames]

/** What the script needs of the brand. The rest is in the frame and the colors, and a build leaves it out. */
export type ScriptBrand = Omit<Brand, 'home' | 'logo' | 'icon' | 'colours' | 'links'>

/** Everything that the page needs to know about its place and its owner. */
export type Settings = {
  supabaseUrl: string
  publishableKey: string
  /** Of Cloudflare Turnstile; empty if no captcha is wanted. */
  turnstileSiteKey: string
  /** The origin of the doors, without a slash at the end. */
  gateway: string
  /** The standalone page, which the link in every email opens. */
  pageUrl: string
  /** Where the portal's "return" leads; `null` leaves it to the door. */
  returnUrl: string | null
  /** Names of missing variables without which nothing works. */
  missing: string[]
  /** Names of variables that the build did not see; the door may have them all the same. */
  unseen: string[]
  standalone: boolean
  email: string
  /** What the visitor came for, in the words of the link that led here; any string. */
  intent: string | null
  /** Language tags, the most wanted first. */
  wanted: string[]
}

/** Where the element is, and what it was told. */
export type Surroundings = {
  built: BuiltSettings
  attribute: (name: string) => string | null
  scriptUrl: string
  locationUrl: string
  brandLanguage: string | null
  browserLanguages: readonly string[]
}

/** Attributes win over built values. The address bar is read only on the standalone page; elsewhere it is the host's. */
export function readSettings(around: Surroundings): Settings {
  const { built, attribute, scriptUrl, locationUrl } = around
  const standalone = attribute('standalone') !== null
  const here = new URL(locationUrl)
  const query = standalone ? here.searchParams : new URLSearchParams()
  const supabaseUrl = (attribute('supabase-url') ?? built.supabaseUrl).replace(/\/+$/, '')
  const publishableKey = attribute('publishable-key') ?? built.publishableKey
  const missing = [!supabaseUrl && 'SUPABASE_URL', !publishableKey && 'SUPABASE_PUBLISHABLE_KEY']
  const languages = [
    query.get('lang'),
    attribute('lang'),
    around.brandLanguage,
    ...around.browserLanguages,
  ]
  return {
    supabaseUrl,
    publishableKey,
    turnstileSiteKey: built.turnstileSiteKey,
    gateway: new URL(attribute('gateway') ?? scriptUrl).origin,
    pageUrl: standalone
      ? here.origin + here.pathname
      : built.frontendUrl || new URL('./', scriptUrl).href,
    returnUrl: returnUrlOf({ here, standalone, frontendUrl: built.frontendUrl }),
    missing: missing.filter((name) => name !== false),
    unseen: built.unseen,
    standalone,
    email: query.get('email') ?? attribute('email') ?? '',
    intent: query.get('intent') ?? attribute('intent'),
    wanted: languages.filter((tag): tag is string => Boolean(tag)),
  }
}

// The portal leads back to the same page. Stripe learns nothing of its fragment, and of the query only the language; an
// embedding page may need the rest of its own to be found again. A standalone page away from its home (a preview) names
// none, because the door would refuse the foreign origin.
function returnUrlOf({
  here,
  standalone,
  frontendUrl,
}: {
  here: URL
  standalone: boolean
  frontendUrl: string
}): string | null {
  if (standalone && parseUrl(frontendUrl)?.origin !== here.origin) return null
  const back = new URL(here)
  back.hash = ''
  for (const name of new Set(back.searchParams.keys()))
    if (standalone ? name !== 'lang' : notForStripe.includes(name)) back.searchParams.delete(name)
  return back.href
}
