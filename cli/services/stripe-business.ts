import type Stripe from 'stripe'
import type { Environment } from '../variables/environment.ts'
import { readLoopback } from './loopback.ts'
import { ServiceError } from './service-error.ts'

/** What the owner told Stripe of their shop, for customers to see. */
export type Business = {
  name: string | null
  supportEmail: string | null
  supportUrl: string | null
  /** `#rrggbb` */
  color: string | null
  /** `file_...` */
  iconFile: string | null
}

/** The shop, as its account at Stripe describes it. */
export function toBusiness({ business_profile: profile, settings }: Stripe.Account): Business {
  return {
    name: profile?.name ?? settings?.dashboard.display_name ?? null,
    supportEmail: profile?.support_email ?? null,
    supportUrl: profile?.support_url ?? null,
    color: settings?.branding.primary_color ?? null,
    iconFile: idOf(settings?.branding.icon),
  }
}

function idOf(value: string | { id: string } | null | undefined): string | null {
  return typeof value === 'string' ? value : (value?.id ?? null)
}

/** A picture as a page may show it. */
export type Picture = { type: 'png' | 'jpg'; bytes: Uint8Array }

/** The same as Stripe asks of an icon. https://docs.stripe.com/get-started/account/branding */
const mostBytes = 512 * 1024
const beginnings = { png: [0x89, 0x50, 0x4e, 0x47], jpg: [0xff, 0xd8, 0xff] }

/**
 * Fetches what a file of Stripe's holds. The key goes to Stripe's own host for files, and to no other.
 * @returns `null` if it is no PNG or JPEG of at most 512 KiB
 * @throws {ServiceError}
 */
export async function fetchPicture(
  { url }: Stripe.File,
  { apiKey, env }: { apiKey: string; env: Environment },
): Promise<Picture | null> {
  const base = readLoopback(env, 'STRIPE_API_BASE')
  const { origin, hostname } = new URL(url ?? 'none:')
  const isStripes =
    base === null ? origin === 'https://files.stripe.com' : hostname === base.hostname
  if (url === null || !isStripes) return null
  const at = 'GET /v1/files/:id/contents'
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${apiKey}` },
    redirect: 'error',
    signal: AbortSignal.timeout(15_000),
  }).catch((cause: unknown) => {
    throw new ServiceError('stripe', { at, status: null, code: null }, { cause })
  })
  if (!response.ok) throw new ServiceError('stripe', { at, status: response.status, code: null })
  const bytes = new Uint8Array(await response.arrayBuffer())
  const begins = (with_: readonly number[]) => with_.every((byte, place) => bytes[place] === byte)
  const type = begins(beginnings.png) ? 'png' : begins(beginnings.jpg) ? 'jpg' : null
  return type === null || bytes.length > mostBytes ? null : { type, bytes }
}
