import {
  createConfiguration,
  getConfiguration,
  updateConfiguration,
  type ConfigurationFields,
} from '../portal-configurations.ts'
import { missing } from '../problem.ts'
import { findBoolean, findGroup, findText, findTexts } from '../wire/params.ts'
import type { Params } from '../wire/params.ts'
import { listObject } from '../wire/list.ts'
import { LIST_PARAMS, type Route } from '../wire/route.ts'
import { readFeatures } from './portal-features.ts'

const FIELDS = [
  'features',
  'business_profile',
  'default_return_url',
  'login_page',
  'metadata',
  'name',
]
const PATH = '/v1/billing_portal/configurations'

export const portalConfigurationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: PATH,
    permission: 'rak_customer_portal_read',
    params: [...LIST_PARAMS.filter((name) => name !== 'created'), 'active', 'is_default'],
    answer({ account, params }) {
      const active = findBoolean(params, 'active')
      const isDefault = findBoolean(params, 'is_default')
      const hidesDefault = account.world.control.noPortalConfiguration
      return listObject({
        url: PATH,
        kind: 'configuration',
        params,
        collection: account.configurations,
        keep: ({ object }) =>
          !(hidesDefault && object.is_default) &&
          (active === undefined || object.active === active) &&
          (isDefault === undefined || object.is_default === isDefault),
        toObject: ({ id }) => getConfiguration(account, id),
      })
    },
  },
  {
    method: 'POST',
    path: PATH,
    permission: 'rak_customer_portal_write',
    params: FIELDS,
    answer({ account, params }) {
      if (!findGroup(params, 'features')) throw missing('features')
      return createConfiguration(account, readConfiguration(params))
    },
  },
  {
    method: 'GET',
    path: `${PATH}/:configuration`,
    permission: 'rak_customer_portal_read',
    params: [],
    answer: ({ account, ids: [id] }) => getConfiguration(account, id),
  },
  {
    method: 'POST',
    path: `${PATH}/:configuration`,
    permission: 'rak_customer_portal_write',
    params: [...FIELDS, 'active'],
    answer: ({ account, ids: [id], params }) =>
      updateConfiguration(account, id, readConfiguration(params)),
  },
]

function readConfiguration(params: Params): ConfigurationFields {
  const profile = findGroup(params, 'business_profile')
  const login = findGroup(params, 'login_page')
  const returnUrl = findText(params, 'default_return_url')
  const name = findText(params, 'name')
  const active = findBoolean(params, 'active')
  return {
    features: readFeatures(findGroup(params, 'features') ?? {}),
    ...(profile && {
      business_profile: {
        headline: findText(profile, 'headline') || null,
        privacy_policy_url: findText(profile, 'privacy_policy_url') ?? null,
        terms_of_service_url: findText(profile, 'terms_of_service_url') ?? null,
      },
    }),
    ...(login && { login_page: { enabled: findBoolean(login, 'enabled') ?? false } }),
    ...(returnUrl !== undefined && { default_return_url: returnUrl || null }),
    ...(name !== undefined && { name: name || null }),
    ...(active !== undefined && { active }),
    metadata: findTexts(params, 'metadata') ?? {},
  }
}
