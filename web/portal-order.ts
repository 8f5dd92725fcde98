import type { PortalLinksRequest } from '#server/contract.ts'
import type { Action } from './actions.ts'
import type { Page } from './page.ts'

/** What every order says: in which language the portal speaks, and where it leads back to. */
export function portalLocale({ settings }: Page): PortalLinksRequest {
  const locale = settings.wanted[0]
  return {
    ...(locale === undefined ? {} : { locale }),
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
    ...portalLocale(page),
    customer,
    ...(flow === null ? {} : { flow }),
    ...(subscription === null ? {} : { subscription: subscription.id }),
  }
}
