import { secondsOf } from '../account.ts'
import { compareAge } from '../collection.ts'
import { customerObject } from '../customer-object.ts'
import { findCustomersByAddress } from '../customers.ts'
import { invalid } from '../problem.ts'
import { findText, getText } from '../wire/params.ts'
import { readLimit } from '../wire/list.ts'
import type { Exchange } from '../wire/route.ts'

/**
 * Only `email:"..."`, which compares without regard to case. Search lags behind, and merchants in India have
 * none (https://docs.stripe.com/search).
 */
export function searchCustomers({ account, params }: Exchange) {
  const { searchUnavailable, searchLagSeconds } = account.world.control
  if (searchUnavailable) {
    throw invalid('The search feature is not available to merchants in India.')
  }
  const email = readQuery(getText(params, 'query'))
  const limit = readLimit(params)
  const offset = readPage(findText(params, 'page'))
  const visible = findCustomersByAddress(account, email)
    .filter(({ changedAt }) => changedAt <= secondsOf(account) - searchLagSeconds)
    .toSorted(compareAge)
    .toReversed()
  const end = offset + limit
  const hasMore = visible.length > end
  return {
    object: 'search_result',
    data: visible.slice(offset, end).map((record) => customerObject(account, record)),
    has_more: hasMore,
    next_page: hasMore ? `page_${end}` : null,
    url: '/v1/customers/search',
  }
}

function readQuery(query: string): string {
  const match = /^\s*email\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*$/.exec(query)
  const quoted = match?.[1] ?? match?.[2]
  if (quoted === undefined) {
    throw invalid(`This stand-in understands email:"..." alone, not: ${query}`, 'query')
  }
  return quoted.replace(/\\(.)/g, '$1')
}

function readPage(page: string | undefined): number {
  if (page === undefined) return 0
  const match = /^page_(\d+)$/.exec(page)
  if (!match) throw invalid(`Invalid page: ${page}`, 'page')
  return Number(match[1])
}
