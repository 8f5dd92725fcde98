import { customerObject, deletedCustomerObject } from '../customer-object.ts'
import {
  createCustomer,
  deleteCustomer,
  findCustomersByAddress,
  getCustomer,
  updateCustomer,
  type CustomerFields,
} from '../customers.ts'
import { compareAge } from '../collection.ts'
import { invalid } from '../problem.ts'
import { findGroup, findList, findText, findTexts, type Params } from '../wire/params.ts'
import { listObject } from '../wire/list.ts'
import { LIST_PARAMS, type Route } from '../wire/route.ts'
import { searchCustomers } from './search-customers.ts'

const FIELDS = ['email', 'name', 'description', 'phone', 'metadata', 'preferred_locales', 'address']
const MAX_EMAIL_LENGTH = 512

export const customerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers',
    permission: 'rak_customer_read',
    params: [...LIST_PARAMS, 'email'],
    answer({ account, params }) {
      const email = findText(params, 'email')
      return listObject({
        url: '/v1/customers',
        kind: 'customer',
        params,
        collection: account.customers,
        ...(email !== undefined && {
          entries: findCustomersByAddress(account, email)
            .filter((record) => record.email === email)
            .toSorted(compareAge),
        }),
        toObject: (record) => customerObject(account, record),
      })
    },
  },
  {
    method: 'POST',
    path: '/v1/customers',
    permission: 'rak_customer_write',
    params: FIELDS,
    answer({ account, params }) {
      return customerObject(account, createCustomer(account, readCustomer(params)))
    },
  },
  {
    method: 'GET',
    path: '/v1/customers/search',
    permission: 'rak_customer_read',
    params: ['query', 'limit', 'page'],
    answer: searchCustomers,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer',
    permission: 'rak_customer_read',
    params: [],
    answer({ account, ids: [id] }) {
      if (account.deletedCustomers.has(id)) return deletedCustomerObject(id)
      return customerObject(account, getCustomer(account, id))
    },
  },
  {
    method: 'POST',
    path: '/v1/customers/:customer',
    permission: 'rak_customer_write',
    params: FIELDS,
    answer({ account, ids: [id], params }) {
      const record = getCustomer(account, id)
      updateCustomer(account, record, readCustomer(params))
      return customerObject(account, record)
    },
  },
  {
    method: 'DELETE',
    path: '/v1/customers/:customer',
    permission: 'rak_customer_write',
    params: [],
    answer({ account, ids: [id] }) {
      deleteCustomer(account, getCustomer(account, id))
      return deletedCustomerObject(id)
    },
  },
]

function readCustomer(params: Params): CustomerFields {
  const email = findText(params, 'email')
  const metadata = findTexts(params, 'metadata')
  const address = findGroup(params, 'address')
  const locales = findList(params, 'preferred_locales')
  const fields: CustomerFields = {}
  if (email !== undefined) fields.email = email === '' ? null : checkEmail(email)
  for (const name of ['name', 'description', 'phone'] as const) {
    const text = findText(params, name)
    if (text !== undefined) fields[name] = text || null
  }
  if (metadata) fields.metadata = metadata
  if (locales) fields.preferred_locales = locales
  if (address) {
    const part = (name: string) => findText(address, name) ?? null
    fields.address = {
      city: part('city'),
      country: part('country'),
      line1: part('line1'),
      line2: part('line2'),
      postal_code: part('postal_code'),
      state: part('state'),
    }
  }
  return fields
}

function checkEmail(email: string): string {
  if (email.length <= MAX_EMAIL_LENGTH && /^[^\s@]+@[^\s@]+$/.test(email.trim())) return email
  throw invalid(`Invalid email address: ${email}`, 'email', 'email_invalid')
}
