import type { CartLine } from './cart.ts'
import { isPrice, most, withQuantity } from './cart.ts'

const name = 'cart'

/**
 * Takes `#cart=price_1*2,price_2` out of the address, so that a reload doesn't ask again. It is somebody's suggestion: it
 * starts no payment, and joins nothing that is there without a press. Empty: there is none, or nothing of it can be read.
 */
export function takeCartLink({
  location,
  history,
}: Pick<Window, 'location' | 'history'>): CartLine[] {
  const parts = location.hash.slice(1).split('&')
  const ours = parts.find((part) => part.startsWith(`${name}=`))
  if (ours === undefined) return []
  const rest = parts.filter((part) => part !== ours).join('&')
  const { pathname, search } = location
  history.replaceState(history.state, '', pathname + search + (rest === '' ? '' : `#${rest}`))
  return parseLines(new URLSearchParams(ours).get(name) ?? '')
}

function parseLines(text: string): CartLine[] {
  return text.split(',').reduce((lines: CartLine[], item) => {
    const [, price = '', quantity = '1'] = /^(.*?)(?:\*(\d{1,2}))?$/s.exec(item.trim()) ?? []
    return isPrice(price) && lines.length < most.lines
      ? withQuantity(lines, price, Number(quantity))
      : lines
  }, [])
}
