import type { Offer } from '../../contract/offers.ts'
import type { Brand } from '../../../web/brand.ts'
import { wordPrice } from '../../../web/plans/card/price-words.ts'
import { fill } from '../../../web/words/fill.ts'
import { decimalAmount } from '../offers/decimal-amount.ts'
import type { Page } from './frame.ts'
import { contactLine, framePage } from './frame.ts'
import type { Markup } from './markup.ts'
import { fragment, jsonLd } from './markup.ts'
import { pictureUrl, usualSources } from './picture.ts'
import type { Speaker } from './speaker.ts'
import { wordsOf } from './words.ts'

const [shownWidth, sharedWidth] = [960, 1200]

type Shop = { brand: Brand; /** With a slash at the end. */ frontendUrl: string }
type Product = { first: Offer; offers: Offer[]; url: string; pictures: string[] }

/** The page of one product: complete without a script. `null`: nothing of it is shown to anybody. */
export function tellProduct(shop: Shop, speaker: Speaker, offers: Offer[]): Page | null {
  const [first] = offers
  if (first === undefined) return null
  const { brand, frontendUrl } = shop
  const { language } = speaker.text.page
  const sources = brand.pictures ?? usualSources
  const product: Product = {
    first,
    offers,
    url: new URL(`/p/${encodeURIComponent(first.product)}`, frontendUrl).href,
    pictures: first.images.filter((url) => pictureUrl(url, shownWidth, sources) !== null),
  }
  const shared = product.pictures.map(
    (url) => new URL(pictureUrl(url, sharedWidth, sources) ?? '', frontendUrl).href,
  )
  const order = new URL('/plans', frontendUrl)
  order.search = String(new URLSearchParams({ product: first.product, lang: language }))
  return framePage(brand, speaker, {
    heading: first.name,
    head: [...headOf(product, shared, brand), jsonLd(dataOf(product, shared))],
    body: fragment`<article class="${product.pictures.length > 0 ? 'product pictured' : 'product'}">
        ${product.pictures.length > 0 && fragment`<div class="pictures">${product.pictures.map((url, at) => picture(pictureUrl(url, at === 0 ? shownWidth : 240, sources) ?? '', at, first.name))}</div>`}
        <div>
          <h1 dir="auto">${first.name}</h1>
          ${first.description !== null && fragment`<p class="text" dir="auto">${first.description}</p>`}
          ${
            first.features.length > 0 &&
            fragment`<ul>
              ${first.features.map((words) => fragment`<li><bdi>${words}</bdi></li>`)}
            </ul>`
          }
          <ul class="prices">
            ${offers.map((offer) => priceItem(speaker, offer, `${order.pathname}${order.search}`))}
          </ul>
        </div>
      </article>
      ${contactLine(brand, speaker)}`,
  })
}

function picture(src: string, at: number, name: string): Markup {
  // The first says what it is; the others are more of the same.
  return at === 0
    ? fragment`<img src="${src}" alt="${name}" width="960" height="960" />`
    : fragment`<img src="${src}" alt="" width="240" height="240" loading="lazy" />`
}

function priceItem(speaker: Speaker, offer: Offer, order: string): Markup {
  const { plans, page } = speaker.text
  const own = wordsOf(page.language)
  const { price, terms, credits } = wordPrice(speaker, offer)
  const tax = offer.tax === 'inclusive' ? own.taxIncluded : own.taxAdded
  const small = [terms, offer.tax !== null && tax, credits].filter(
    (words) => words !== false && words,
  )
  return fragment`<li>
    <span class="price">${price}</span>
    <span class="small">${small.join(' · ')}</span>
    ${offer.soldOut ? fragment`<strong>${own.soldOut}</strong>` : fragment`<a class="buy" href="${order}">${fill(plans.choose, { product: offer.name })}</a>`}
  </li>`
}

function headOf({ first, url }: Product, shared: string[], brand: Brand): Markup[] {
  const description = first.description?.replaceAll(/\s+/g, ' ').slice(0, 200).toWellFormed()
  const properties: [string, string | undefined][] = [
    ['og:type', 'product'],
    ['og:title', first.name],
    ['og:description', description],
    ['og:url', url],
    ['og:site_name', brand.name],
    ['og:image', shared[0]],
  ]
  return [
    fragment`<link rel="canonical" href="${url}" />`,
    ...(description === undefined
      ? []
      : [fragment`<meta name="description" content="${description}" />`]),
    ...properties.flatMap(([name, content]) =>
      content === undefined ? [] : [fragment`<meta property="${name}" content="${content}" />`],
    ),
  ]
}

/** https://schema.org/Product */
function dataOf({ first, offers, url }: Product, image: string[]): object {
  const { name, description, product } = first
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name,
    ...(description !== null && { description }),
    ...(image.length > 0 && { image }),
    sku: product,
    url,
    offers: offers.flatMap(({ amount, currency, price, soldOut }) =>
      amount === null
        ? []
        : {
            '@type': 'Offer',
            sku: price,
            url,
            price: decimalAmount(amount, currency),
            priceCurrency: currency.toUpperCase(),
            availability: `https://schema.org/${soldOut ? 'SoldOut' : 'InStock'}`,
          },
    ),
  }
}
