import { listObject } from '../api/list.ts'
import type { Params } from '../api/params.ts'
import { findBoolean, findGroup, findText, findTexts } from '../api/params.ts'
import { missing } from '../api/problem.ts'
import type { Resource } from '../api/resource.ts'
import type { ConfigurationFields } from '../objects/portal-configurations.ts'
import {
  configurationsOf,
  createConfiguration,
  findUpdateProducts,
  getConfiguration,
  updateConfiguration,
} from '../objects/portal-configurations.ts'
import { assertCancellation, readFeatures } from './portal-features.ts'

const path = '/v1/billing_portal/configurations'
const fields = [
  'features',
  'business_profile',
  'default_return_url',
  'login_page',
  'metadata',
  'name',
]

/** What customers may do in the Billing Portal. */
export const portalConfigurations: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_customer_portal_read',
      params: ['limit', 'starting_after', 'ending_before', 'active', 'is_default'],
      answer({ account, params }) {
        const active = findBoolean(params, 'active')
        const isDefault = findBoolean(params, 'is_default')
        const hidesDefault = account.world.control.noPortalConfiguration
        return listObject({
          url: path,
          kind: 'configuration',
          params,
          collection: configurationsOf(account),
          keep: ({ object }) =>
            !(hidesDefault && object.is_default) &&
            (isDefault === undefined || object.is_default === isDefault) &&
            (active === undefined || object.active === active),
          toObject: ({ id }) => getConfiguration(account, id),
        })
      },
    },
    {
      method: 'POST',
      path,
      permission: 'rak_customer_portal_write',
      params: fields,
      answer({ account, params }) {
        const features = findGroup(params, 'features')
        if (!features) throw missing('features')
        const cancel = findGroup(features, 'subscription_cancel') ?? {}
        const reason = findGroup(cancel, 'cancellation_reason')
        if (reason && reason['options'] === undefined)
          throw missing('features[subscription_cancel][cancellation_reason][options]')
        const read = readConfiguration(params)
        assertCancellation(read.features?.subscription_cancel ?? {})
        return createConfiguration(account, read)
      },
    },
    {
      method: 'GET',
      path: `${path}/:configuration`,
      permission: 'rak_customer_portal_read',
      params: [],
      answer: ({ account, ids: [id] }) => getConfiguration(account, id),
    },
    {
      method: 'POST',
      path: `${path}/:configuration`,
      permission: 'rak_customer_portal_write',
      params: [...fields, 'active'],
      answer({ account, ids: [id], params }) {
        const read = readConfiguration(params)
        const { subscription_cancel: before } = getConfiguration(account, id).features
        assertCancellation({ ...before, ...read.features?.subscription_cancel })
        return updateConfiguration(account, id, read)
      },
    },
  ],
  expandable: {
    'billing_portal.configuration': {
      'features.subscription_update.products': { expand: findUpdateProducts },
    },
  },
}

function readConfiguration(params: Params): ConfigurationFields {
  const profile = findGroup(params, 'business_profile')
  const returnUrl = findText(params, 'default_return_url')
  const name = findText(params, 'name')
  const active = findBoolean(params, 'active')
  const login = findGroup(params, 'login_page')
  const hasLogin = login && findBoolean(login, 'enabled')
  return {
    features: readFeatures(findGroup(params, 'features') ?? {}),
    ...(profile && {
      business_profile: {
        headline: findText(profile, 'headline') || null,
        privacy_policy_url: findText(profile, 'privacy_policy_url') ?? null,
        terms_of_service_url: findText(profile, 'terms_of_service_url') ?? null,
      },
    }),
    ...(returnUrl !== undefined && { default_return_url: returnUrl || null }),
    ...(name !== undefined && { name: name || null }),
    ...(active !== undefined && { active }),
    ...(hasLogin !== undefined && { hasLogin }),
    metadata: findTexts(params, 'metadata') ?? {},
  }
}
