import type { Account } from '../account.ts'
import { getCustomer } from '../customers.ts'
import { getConfiguration, getDefaultConfiguration } from '../portal-configurations.ts'
import { createSession, sessionObject, type SessionRecord } from '../portal-sessions.ts'
import { invalid, missing, noSuch } from '../problem.ts'
import { findGroup, findInteger, findText, getText, type Params } from '../wire/params.ts'
import { readUrl } from '../wire/url.ts'
import type { Route } from '../wire/route.ts'
import { PORTAL_LOCALES } from './portal-locales.ts'
import { readFlow } from './portal-flow.ts'

export const portalSessionRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/billing_portal/sessions',
    permission: 'rak_customer_portal_write',
    params: ['customer', 'configuration', 'return_url', 'locale', 'after_expiration', 'flow_data'],
    answer({ account, params }) {
      const customer = readCustomer(account, params)
      const configuration = readConfiguration(account, params)
      const session = createSession(account, {
        customer,
        configuration: configuration.id,
        locale: readLocale(params),
        returnUrl: readUrl(params, 'return_url') ?? configuration.default_return_url,
        flow: readFlow(account, { customer, configuration, flow: findGroup(params, 'flow_data') }),
        afterExpiration: readAfterExpiration(params),
      })
      return sessionObject(session)
    },
  },
]

function readCustomer(account: Account, params: Params): string {
  const id = findText(params, 'customer')
  if (!id) throw missing('customer')
  if (account.deletedCustomers.has(id)) throw noSuch('customer', id, 'customer')
  return getCustomer(account, id, 'customer').id
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
  if (PORTAL_LOCALES.has(locale)) return locale
  throw invalid(`Invalid locale: must be one of ${[...PORTAL_LOCALES].join(', ')}`, 'locale')
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
