import type { PortalLinksRequest } from '#server/contract/links.ts'
import type { Page } from '../state.ts'
import type { Action } from './card/actions.ts'

// Stripe's portal has these variants beside their languages.
// https://docs.stripe.com/api/customer_portal/sessions/create#create_portal_session-locale
const variants = 'en-AU en-CA en-GB en-IE en-IN en-NZ en-SG es-419 fr-CA'.split(' ')
const latinAmerica = 'AR BO CL CO CR CU DO EC GT HN MX NI PA PE PR PY SV US UY VE'.split(' ')

/**
 * The portal's language: the page's own, in the variant that Stripe has for the visitor's region. A language that Stripe
 * doesn't have is turned into `auto` by the door.
 */
export function portalLanguage(language: string, locale: string): string {
  if (variants.includes(locale)) return locale
  const { region = '' } = new Intl.Locale(locale)
  return language === 'es' && latinAmerica.includes(region) ? 'es-419' : language
}

/** What every order says: the portal's language, and the page that it leads back to. */
export function commonOrder({ settings, text, locale }: Page): PortalLinksRequest {
  return {
    locale: portalLanguage(text.page.language, locale),
    ...(settings.returnUrl === null ? {} : { returnUrl: settings.returnUrl }),
  }
}

/** The order for one customer and one button. */
export function portalOrder(
  page: Page,
  customer: string,
  { flow, subscription }: Action,
): PortalLinksRequest {
  return {
    ...commonOrder(page),
    customer,
    ...(flow === null ? {} : { flow }),
    ...(subscription === null ? {} : { subscription: subscription.id }),
  }
}
