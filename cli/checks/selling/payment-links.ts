import { ServiceError } from '../../services/service-error.ts'
import type { PaymentLink } from '../../services/stripe-selling.ts'
import { valueOf } from '../../variables/environment.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { judgeLink, returnAddress } from './return-address.ts'

const mostNamed = 5

/** Whoever pays by a Payment Link comes back to the page, which says what works now. */
export const paymentLinks: Check = {
  name: 'payment_links',
  group: 'stripe',
  async look(world) {
    const { page } = world
    const what = 'where Payment Links lead whoever has paid'
    if (page === null) return [unknown(what, takes.deployed)]
    const links = await readLinks(world)
    if (links === null) return [unknown(what, takes.account)]
    const origins = originsOf(world, page)
    const led = Map.groupBy(links, (link) => judgeLink(link, origins))
    const lost = led.get('nowhere') ?? []
    return lost.length > 0
      ? [notBack(lost, page)]
      : [ok(tell(links.length, led.get('away')?.length ?? 0))]
  },
}

/** With whichever key may; the site's own has no such permission unless it is a secret key. */
async function readLinks({ account, stripe }: World): Promise<PaymentLink[] | null> {
  try {
    return (await (account ?? stripe)?.listPaymentLinks()) ?? null
  } catch (error) {
    if (account === null && error instanceof ServiceError && error.status === 403) return null
    throw error
  }
}

function originsOf({ env }: World, page: string): Set<string> {
  const others = (valueOf(env, 'ALLOWED_ORIGINS') ?? '').split(',').map((each) => each.trim())
  return new Set([page, ...others].flatMap((address) => URL.parse(address)?.origin ?? []))
}

function notBack(lost: readonly PaymentLink[], page: string): Finding {
  const one = lost.length === 1
  const named = lost.slice(0, mostNamed).map(({ id, url }) => `${url} (${id})`)
  const more = lost.length > mostNamed ? ` and ${lost.length - mostNamed} more` : ''
  return {
    level: 'warning',
    says: `${one ? 'a Payment Link does' : `${lost.length} Payment Links do`} not lead back to your page: ${named.join(', ')}${more}`,
    why: "whoever has paid there isn't told what works now (it works all the same)",
    remedy: `Stripe > Payment Links > the link > Edit > After payment > Don't show confirmation page, and enter ${returnAddress(page)}`,
  }
}

function tell(links: number, away: number): string {
  if (links === 0) return 'there are no Payment Links'
  if (away === 0)
    return links === 1
      ? 'the one Payment Link leads back to the page'
      : `all ${links} Payment Links lead back to the page`
  return `Payment Links that lead back to the page: ${links - away}; to other addresses of yours: ${away}`
}
