import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { expectNothingTold } from '../nothing-told.ts'
import { supabaseFaults } from '../service-faults.ts'
import { alterEnvironment, callsOf } from '../shop.ts'
import { skipSilence } from '../time-outs.ts'

const log = listenToLog()
let world: World
beforeEach(async () => {
  world = await emptyWorld()
  world.supabase.resetCalls()
})

type Row = Record<string, unknown>
const picture = 'https://files.stripe.com/links/mug.png'
const known = { livemode: false, active: true, deleted: false, stripe_product_id: 'prod_mug' }

async function record(product: Row = {}, price: Row = {}): Promise<void> {
  await world.supabase.database.query('select record_catalogue($1, $2, take_read_ticket())', [
    [
      {
        ...known,
        name: 'Mug',
        description: 'Holds tea',
        images: [picture],
        features: ['Blue'],
        ...product,
      },
    ],
    [
      {
        ...known,
        stripe_price_id: 'price_mug',
        is_offered: true,
        amount: 1250,
        currency: 'eur',
        ...price,
      },
    ],
  ])
}

const ask = (path = '/p/prod_mug', init?: RequestInit) => fetch(world.origin + path, init)
const read = async (path?: string, init?: RequestInit) => (await ask(path, init)).text()
const dataOf = (html: string) =>
  JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '') as Row

test('a product is a whole page, by one question to the database and none to Stripe', async () => {
  await record({}, { tax_behavior: 'inclusive' })
  const html = await read()
  expect(html).toContain('<html lang="en" dir="ltr">')
  expect(html).toContain('<title>Mug · ')
  expect(html).toContain('<h1 dir="auto">Mug</h1>')
  expect(html).toContain('Holds tea')
  expect(html).toContain('<li><bdi>Blue</bdi></li>')
  expect(html).toContain('€12.50')
  expect(html).toContain('Paid once · Tax included')
  expect(html).toContain('<a class="buy" href="/plans?product=prod_mug&amp;lang=en">Choose Mug</a>')
  expect(html).toContain('<meta property="og:title" content="Mug" />')
  expect(html).toContain(`/p/prod_mug" />`)
  const served = `/.netlify/images?url=${encodeURIComponent(picture)}`
  expect(html).toContain(`<img src="${served}&amp;w=960" alt="Mug" width="960" height="960"`)
  const { url, image, offers } = dataOf(html) as { url: string; image: string[]; offers: Row[] }
  expect(html).toContain(`<link rel="canonical" href="${url}" />`)
  expect(image).toEqual([new URL(`${served}&w=1200`, url).href])
  expect(offers).toMatchObject([
    { price: '12.50', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
  ])
  const asked = world.supabase.calls.map(({ path }) => path)
  expect([callsOf(world), asked]).toEqual([[], ['/rest/v1/rpc/find_offers']])
})

test('nothing in it runs, and only its own style and pictures of our origin are shown', async () => {
  await record()
  const response = await ask()
  const html = await response.text()
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? []
  const hash = createHash('sha256').update(style).digest('base64')
  expect(response.headers.get('Content-Security-Policy')).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
  expect(html).not.toMatch(/\sstyle=|\son\w+=/)
  expect(html.match(/<script\b[^>]*>/g)).toEqual(['<script type="application/ld+json">'])
  expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(response.headers.get('Referrer-Policy')).toBe('no-referrer')
})

test('it is kept by Netlify as the offers are, in each language', async () => {
  await record()
  for (const method of ['GET', 'HEAD']) {
    const { status, headers } = await ask('/p/prod_mug', { method })
    expect(status).toBe(200)
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'public, max-age=0, must-revalidate',
      'content-type': 'text/html; charset=utf-8',
      'netlify-cdn-cache-control': 'public, durable, max-age=60, stale-while-revalidate=600',
      'netlify-vary': 'query=lang,language=en|de|fr|es|ja|ar',
    })
  }
})

test('it speaks the language of its address, else of the browser', async () => {
  await record()
  const german = { headers: { 'Accept-Language': 'de-AT,en;q=0.5' } }
  expect(await read('/p/prod_mug', german)).toContain('<html lang="de" dir="ltr">')
  expect(await read('/p/prod_mug?lang=ar', german)).toContain('<html lang="ar" dir="rtl">')
  expect(await read('/p/prod_mug?lang=%22%3E%3Cscript%3E')).toContain('<html lang="en" dir="ltr">')
})

test('what is sold out says so, and leads to no order', async () => {
  await record({}, { is_offered: false, is_sold_out: true })
  const html = await read()
  expect(html).toContain('<strong>Sold out</strong>')
  expect(html).not.toContain('class="buy"')
  expect(dataOf(html)).toMatchObject({ offers: [{ availability: 'https://schema.org/SoldOut' }] })
})

const evil = `</script></style></title>"'><img src=x onerror=alert(1)><!--`

test('words of the owner are words, wherever they are', async () => {
  await record({ name: evil, description: evil, features: [evil] })
  const html = await read()
  expect(html).not.toContain('<img src=x')
  expect(html).not.toContain('<!--')
  expect(html.match(/<script\b[^>]*>/g)).toEqual(['<script type="application/ld+json">'])
  expect(html.match(/<\/(?:script|style|title)>/g)).toEqual(['</title>', '</script>', '</style>'])
  expect(dataOf(html)).toMatchObject({ name: evil, description: evil })
})

test.each([
  'javascript:alert(1)',
  'data:image/svg+xml,<svg onload=alert(1)>',
  'https://evil.example/x.png',
  'https://files.stripe.com.evil.example/links/x.png',
  'https://files.stripe.com@evil.example/links/x.png',
  'https://files.stripe.com/links/../private/x.png',
  'https://files.stripe.com/other/x.png',
  'http://files.stripe.com/links/x.png',
  'no address',
])('a picture at %s is not shown', async (image) => {
  await record({ images: [image] })
  const html = await read()
  expect(html).toContain('<h1 dir="auto">Mug</h1>')
  expect(html).not.toMatch(/<img|og:image|evil|javascript:/)
  expect(dataOf(html)).not.toHaveProperty('image')
})

describe('one page says that there is none', () => {
  test.each<[string, Row, Row]>([
    ['not on offer', {}, { is_offered: false }],
    ['an archived price', {}, { active: false }],
    ['an archived product', { active: false }, {}],
    ['a deleted product', { active: false, deleted: true }, {}],
    ['the other mode’s', { livemode: true }, { livemode: true }],
  ])('%s', async (_, product, price) => {
    await record(product, price)
    const [hidden, unknown] = [await ask(), await ask('/p/prod_none')]
    expect([hidden.status, unknown.status]).toEqual([404, 404])
    expect(hidden.headers.get('Cache-Control')).toBe('no-store')
    expect(hidden.headers.has('Netlify-CDN-Cache-Control')).toBe(false)
    const html = await hidden.text()
    expect(html).toBe(await unknown.text())
    expect(html).not.toContain('Mug')
  })

  test.each(['/p/%E0%A4', '/p/..%2Fapi', '/p/%3Cscript%3E', '/p/a%00'])(
    '%s, without a question',
    async (path) => {
      const response = await ask(path)
      expect([response.status, response.headers.get('Content-Type')]).toEqual([
        404,
        'text/html; charset=utf-8',
      ])
      expect(world.supabase.calls).toEqual([])
    },
  )
})

test.each(Object.entries(supabaseFaults).filter(([name]) => name !== '404'))(
  'if the database fails, a page says so, and is kept by nobody: %s',
  async (name, [fault, { status }]) => {
    world.supabase.control({ faults: [{ path: '/rest/v1/rpc/find_offers', ...fault }] })
    if (name === 'silence') skipSilence()
    const failed = await ask()
    expect([failed.status, failed.headers.get('Content-Type')]).toEqual([
      status,
      'text/html; charset=utf-8',
    ])
    expect(failed.headers.get('Cache-Control')).toBe('no-store')
    expect(failed.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(await expectNothingTold(world, log, failed)).toContain('Contact the company')
    expect(log.takeFaults()).toHaveLength(1)
  },
)

test('other methods and missing variables are answered with a page, too', async () => {
  const refused = await ask('/p/prod_mug', { method: 'POST' })
  expect([refused.status, refused.headers.get('Allow')]).toEqual([405, 'GET, HEAD'])
  alterEnvironment({ SUPABASE_SECRET_KEY: '' })
  expect((await ask()).status).toBe(503)
  log.takeFaults()
})
