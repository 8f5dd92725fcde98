import { invalid } from '../problem.ts'
import { findText, type Params } from './params.ts'

/** @throws 400 unless it is absolute; `param` is the whole name, where the field sits inside a group. */
export function readUrl(params: Params, name: string, param = name): string | null {
  const url = findText(params, name)
  if (!url) return null
  const protocol = URL.parse(url)?.protocol
  if (protocol === 'https:' || protocol === 'http:') return url
  throw invalid('Not a valid URL', param, 'url_invalid')
}
