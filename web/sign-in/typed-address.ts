/** What was typed, without blanks around it and in the letters that addresses have: Japanese keyboards type wide ones. */
export function readAddress(typed: string): string {
  return typed
    .replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3002', '.')
    .trim()
}

const known =
  'gmail.com googlemail.com hotmail.com hotmail.de hotmail.fr hotmail.es outlook.com outlook.de outlook.fr ' +
  'outlook.es yahoo.com yahoo.de yahoo.fr yahoo.es yahoo.co.jp icloud.com'
// Real services that are one letter away from these.
const real = 'mail.com email.com ymail.com'

/** The address that was probably meant, if its domain is one slip away from a large service's; otherwise `null`. */
export function suggestAddress(email: string): string | null {
  const at = email.lastIndexOf('@') + 1
  const domain = email.slice(at).toLowerCase()
  if (at === 0 || `${known} ${real}`.split(' ').includes(domain)) return null
  const meant = known.split(' ').find((each) => isOneSlip(domain, each))
  return meant === undefined ? null : email.slice(0, at) + meant
}

/** One letter more, less or different, or two that changed places. */
function isOneSlip(one: string, other: string): boolean {
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  let end = 0
  const most = Math.min(one.length, other.length) - start
  while (end < most && one.at(-1 - end) === other.at(-1 - end)) end += 1
  const [left, right] = [one, other].map((word) => word.slice(start, word.length - end))
  const isSwapped = left!.length === 2 && right === left![1]! + left![0]!
  return isSwapped || Math.max(left!.length, right!.length) === 1
}
