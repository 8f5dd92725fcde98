import { parseUrl } from './parse-url.ts'

const loopback = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Whether a URL may be opened: https at a known host, or the stand-in beside a page on this very machine.
 * @param pageHost the host of the page that opens it
 */
export function isAt(url: string, isKnown: (host: string) => boolean, pageHost: string): boolean {
  const parsed = parseUrl(url)
  if (parsed === null) return false
  const { protocol, hostname, host } = parsed
  if (protocol === 'http:') return loopback.includes(hostname) && loopback.includes(pageHost)
  return protocol === 'https:' && isKnown(host)
}
