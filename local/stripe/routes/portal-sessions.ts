import type { Account } from '../account.ts'
import type { Params } from '../api/params.ts'
import { findGroup, findInteger, findText, findUrl, getText } from '../api/params.ts'
import { invalid } from '../api/problem.ts'
import type { Resource } from '../api/resource.ts'
import { getCustomer } from '../objects/customers.ts'
import { getConfiguration, getDefaultConfiguration } from '../objects/portal-configurations.ts'
import type { SessionRecord } from '../objects/portal-sessions.ts'
import { createSession, sessionObject } from '../objects/portal-sessions.ts'
import { readFlow } from './portal-flow.ts'

/** What `locale` of a portal session may be (SDK: BillingPortal/Sessions.d.ts). */
const locales =
  'auto bg cs da de el en en-AU en-CA en-GB en-IE en-IN en-NZ en-SG es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW'

/** Links into the Billing Portal. */
export const portalSessions: Resource = {
  routes: [
    {
      method: 'POST',
      path: '/v1/billing_portal/sessions',
      permission: 'rak_customer_portal_write',
      params: [
        'customer',
        'configuration',
        'return_url',
        'locale',
        'after_expiration',
        'flow_data',
      ],
      answer({ account, params }) {
        const customer = getCustomer(account, getText(params, 'customer'), 'customer').id
        const configuration = readConfiguration(account, params)
        const session = createSession(account, {
          customer,
          configuration: configuration.id,
          locale: readLocale(params),
          returnUrl: findUrl(params, 'return_url') ?? configuration.default_return_url,
          flow: readFlow(account, {
            customer,
            configuration,
            flow: findGroup(params, 'flow_data'),
          }),
          afterExpiration: readAfterExpiration(params),
        })
        return sessionObject(account, session)
      },
    },
  ],
}

function readConfiguration(account: Account, params: Params) {
  const id = findText(params, 'configuration')
  if (id === undefined) return getDefaultConfiguration(account)
  const configuration = getConfiguration(account, id, 'configuration')
  if (configuration.active) return configuration
  throw invalid(`The configuration '${id}' is not active.`, 'configuration')
}

function readLocale(params: Params): SessionRecord['locale'] {
  const locale = findText(params, 'locale')
  if (!locale) return null
  if (locales.split(' ').includes(locale)) return locale
  throw invalid(`Invalid locale: must be one of ${locales}`, 'locale')
}

function readAfterExpiration(params: Params): SessionRecord['afterExpiration'] {
  const group = findGroup(params, 'after_expiration')
  if (!group) return null
  const type = getText(group, 'type')
  if (type !== 'customer_login') {
    throw invalid(`Invalid type: must be customer_login`, 'after_expiration[type]')
  }
  const login = findGroup(group, 'customer_login') ?? {}
  return { type, customer_login: { expires_at: findInteger(login, 'expires_at') ?? null } }
}
