import type { Account } from '../account.ts'
import { listObject, readLimit } from '../api/list.ts'
import type { Params } from '../api/params.ts'
import { findText, findTexts, getText } from '../api/params.ts'
import { invalid } from '../api/problem.ts'
import type { Resource } from '../api/resource.ts'
import { listParams } from '../api/resource.ts'
import { compareAge } from '../collection.ts'
import { customerObject, deletedCustomerObject } from '../objects/customer.ts'
import type { CustomerFields } from '../objects/customers.ts'
import {
  createCustomer,
  customersOf,
  findCustomersByAddress,
  getCustomer,
  updateCustomer,
} from '../objects/customers.ts'
import { deleteCustomer } from '../objects/delete-customer.ts'
import { readCustomer } from './read-customer.ts'

const path = '/v1/customers'
const fields = ['email', 'name', 'description', 'metadata']
const longestEmail = 512

/** Customers, and the search for them. */
export const customers: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_customer_read',
      params: [...listParams, 'email'],
      answer({ account, params }) {
        const email = findText(params, 'email')
        return listObject({
          url: path,
          kind: 'customer',
          params,
          collection: customersOf(account),
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
      path,
      permission: 'rak_customer_write',
      params: fields,
      answer: ({ account, params }) =>
        customerObject(account, createCustomer(account, readFields(params))),
    },
    {
      method: 'GET',
      path: `${path}/search`,
      permission: 'rak_customer_read',
      params: ['query', 'limit'],
      answer: ({ account, params }) => searchCustomers(account, params),
    },
    {
      method: 'GET',
      path: `${path}/:customer`,
      permission: 'rak_customer_read',
      params: [],
      answer: ({ account, ids: [id] }) => readCustomer(account, id),
    },
    {
      method: 'POST',
      path: `${path}/:customer`,
      permission: 'rak_customer_write',
      params: fields,
      answer({ account, ids: [id], params }) {
        const record = getCustomer(account, id)
        updateCustomer(account, record, readFields(params))
        return customerObject(account, record)
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:customer`,
      permission: 'rak_customer_write',
      params: [],
      answer({ account, ids: [id] }) {
        deleteCustomer(account, getCustomer(account, id))
        return deletedCustomerObject(id)
      },
    },
  ],
}

function readFields(params: Params): CustomerFields {
  const email = findText(params, 'email')
  const metadata = findTexts(params, 'metadata')
  const customer: CustomerFields = {}
  if (email !== undefined) customer.email = email === '' ? null : checkEmail(email)
  for (const name of ['name', 'description'] as const) {
    const text = findText(params, name)
    if (text !== undefined) customer[name] = text || null
  }
  if (metadata) customer.metadata = metadata
  return customer
}

function checkEmail(email: string): string {
  if (email.length <= longestEmail && /^[^\s@]+@[^\s@]+$/.test(email.trim())) return email
  throw invalid(`Invalid email address: ${email}`, 'email', 'email_invalid')
}

/** Only `email:"..."`, which ignores case; merchants in India have no search (https://docs.stripe.com/search). */
function searchCustomers(account: Account, params: Params) {
  if (account.world.control.searchUnavailable) {
    throw invalid('The search feature is not available to merchants in India.')
  }
  const email = readQuery(getText(params, 'query'))
  const limit = readLimit(params)
  const found = findCustomersByAddress(account, email).toSorted(compareAge).toReversed()
  const hasMore = found.length > limit
  return {
    object: 'search_result',
    data: found.slice(0, limit).map((record) => customerObject(account, record)),
    has_more: hasMore,
    next_page: hasMore ? `page_${limit}` : null,
    url: `${path}/search`,
  }
}

function readQuery(query: string): string {
  const match = /^\s*email\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*$/.exec(query)
  const quoted = match?.[1] ?? match?.[2]
  if (quoted === undefined) {
    throw invalid(`This stand-in understands only email:"...", not: ${query}`, 'query')
  }
  return quoted.replace(/\\(.)/g, '$1')
}
