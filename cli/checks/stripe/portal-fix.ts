import type { Change } from '../../services/change.ts'
import { webhookUrlOf } from '../../services/deployed-page.ts'
import type { PortalConfiguration, StripeAccount } from '../../services/stripe-account.ts'
import { marker } from './marker.ts'
import type { Difference } from './portal-changes.ts'
import { wantedFeatures } from './portal-changes.ts'
import { allowsAddress, copyFeatures } from './portal-features.ts'
import { isOurs } from './webhook-faults.ts'

const path = '/v1/billing_portal/configurations'

type Keep = NonNullable<Change['keep']>
/** What doesn't fit credits in the configuration that is copied or corrected. */
type Order = { differences: readonly Difference[]; keep: Keep }

/** One of ours, made as the owner's is, but for what has to differ: theirs stays as it is. */
export function createConfiguration(
  model: PortalConfiguration | null,
  { differences, keep }: Order,
): Change {
  const fits = differences.length > 0
  const brief = `Create a portal configuration without address editing${
    fits ? ', in which changes of plan fit credits' : ''
  }`
  const features = copyFeatures(model)
  for (const [name, wanted] of Object.entries(wantedFeatures(differences))) {
    const copied = features[name] as { enabled: boolean }
    // Of what can't be copied, only that it is off.
    if (copied.enabled) features[name] = { ...copied, ...wanted }
  }
  return {
    brief,
    says: model === null ? brief : brief.replace(' without', ` like "${model.id}", without`),
    ...(fits && { details: differences.map(({ detail }) => detail) }),
    call: {
      service: 'stripe',
      method: 'POST',
      path,
      body: {
        name: 'Portal Gateway',
        features,
        ...(model === null ? {} : copyProfile(model)),
        metadata: marker,
      },
    },
    keep,
    ifRefused: `Stripe > Settings > Billing > Customer portal: remove "Email address" from "Customer information"${
      fits ? '; let plans change at the end of the period, and upgrades be paid at once' : ''
    }; and save`,
  }
}

/** Ours from an earlier run: corrected, and used. @param others pages that have it, too */
export function correctConfiguration(
  ours: PortalConfiguration,
  { differences, keep, others }: Order & { others: readonly string[] },
): Change {
  const fits = differences.length > 0
  const does = [
    ...(allowsAddress(ours) || !fits ? ['turn off address editing'] : []),
    ...(fits ? ['let changes of plan fit credits'] : []),
  ].join(' and ')
  const says = does.charAt(0).toUpperCase() + does.slice(1)
  return {
    says: `${says} in the portal configuration "${ours.id}", and use it`,
    ...(fits && {
      details: [
        ...differences.map(({ detail }) => detail),
        ...others.map((url) => `another page has this configuration, too: ${url}`),
      ],
    }),
    call: {
      service: 'stripe',
      method: 'POST',
      path: `${path}/${ours.id}`,
      body: {
        features: {
          customer_update: copyFeatures(ours).customer_update,
          ...wantedFeatures(differences),
        },
        metadata: marker,
      },
    },
    keep,
  }
}

/** Webhook endpoints that setup made for other pages of the same account: what it made for the portal is theirs, too. */
export async function findOtherPages(
  account: StripeAccount,
  page: string | null,
): Promise<string[]> {
  const own = page === null ? null : webhookUrlOf(page)
  const endpoints = await account.listWebhookEndpoints()
  return endpoints.filter((each) => isOurs(each) && each.url !== own).map(({ url }) => url)
}

function copyProfile({ business_profile: profile, default_return_url: url }: PortalConfiguration) {
  const given = Object.entries(profile).filter(([, value]) => typeof value === 'string')
  return {
    ...(given.length === 0 ? {} : { business_profile: Object.fromEntries(given) }),
    ...(url === null ? {} : { default_return_url: url }),
  }
}
