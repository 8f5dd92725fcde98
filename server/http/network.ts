/**
 * The network that an address belongs to, for counting: an IPv4 address itself, of an IPv6 address the half that a
 * provider gives to one customer. What isn't known counts as one network.
 */
export function networkOf(ip: string | undefined): string {
  if (ip === undefined || ip === '') return 'unknown'
  if (!ip.includes(':')) return ip
  // `::` stands for as many zeros as are missing; one in the first half is what matters here.
  const [head = '', tail = ''] = ip.toLowerCase().split('::')
  const first = head.split(':').filter(Boolean)
  const last = tail.split(':').filter(Boolean)
  const zeros = ip.includes('::') ? Array<string>(8 - first.length - last.length).fill('0') : []
  const groups = [...first, ...zeros, ...last].slice(0, 4)
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}
