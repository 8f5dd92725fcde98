import { brand } from '../../web/brand.ts'
import { languages } from '../../web/words/locale.ts'
import { publicly } from './body.ts'
import type { Page } from '../rules/product-page/frame.ts'
import { findSpeaker } from '../rules/product-page/speaker.ts'
import { tellFailure } from '../rules/product-page/tell-failure.ts'

/**
 * A page, with the policy that a browser needs: Netlify sets the headers of files on files only.
 * https://docs.netlify.com/manage/routing/headers/
 */
export function page({ text, policy }: Page, status = 200): Response {
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy':
      'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Strict-Transport-Security': 'max-age=31536000',
  }
  return new Response(text, { status, headers })
}

/** A page that Netlify keeps for everyone, in each language. */
export function publicPage(shown: Page): Response {
  return publicly(page(shown), ['lang'], languages)
}

/** A problem, as a person reads it. */
export async function failedPage(problem: Response, request: Request): Promise<Response> {
  const shown = page(tellFailure(brand, await findSpeaker(request, brand)), problem.status)
  for (const name of ['Allow', 'Retry-After']) {
    const value = problem.headers.get(name)
    if (value !== null) shown.headers.set(name, value)
  }
  return shown
}
