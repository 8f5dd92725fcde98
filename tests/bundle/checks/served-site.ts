import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { NetlifySite } from '../programs/netlify-site.ts'
import type { Door } from './import-doors.ts'

/** Who asks for what, and the language of the page that `netlify dev` serves. */
const languages: [path: string, acceptLanguage: string, expected: string][] = [
  ['/', '', 'en'],
  ['/', 'de-AT,en;q=0.5', 'de'],
  ['/', 'ar', 'ar'],
  ['/', 'it,de;q=0.9', 'en'],
  ['/?lang=ja', 'de', 'ja'],
  ['/?lang=en', 'de', 'en'],
  ['/?lang=it', 'de', 'de'],
  ['/?slang=ja', 'de', 'de'],
  ['/?email=a%40b.c&lang=fr', 'de', 'fr'],
  ['/index.html', 'de', 'en'],
  ['/plans', '', 'en'],
  ['/plans', 'ar', 'ar'],
  ['/plans/', 'de', 'de'],
  ['/plans?for=x&lang=ja', 'de', 'ja'],
]

/** What only the site's files add: Netlify gives it to files, never to what a function answers. */
const ofFiles = ['content-security-policy', 'strict-transport-security', 'permissions-policy']

/** Asks a site that Netlify's own program serves for its page, its files and its doors. */
export function checkServedSite(
  { origin, functionsOrigin, supabase, stripe, asked }: NetlifySite,
  doors: Door[],
): void {
  void suite('netlify dev', () => {
    for (const [path, accepted, expected] of languages)
      void test(`"${path}" for "${accepted}" is the page in "${expected}"`, async () => {
        const headers = accepted === '' ? {} : { 'accept-language': accepted }
        const answer = await fetch(origin + path, { headers })
        assert.equal(answer.status, 200)
        assert.match(await answer.text(), new RegExp(`<html lang="${expected}"`))
      })

    void test('the page and its files carry their headers', async () => {
      const page = await fetch(`${origin}/`)
      for (const name of ofFiles) assert.notEqual(page.headers.get(name), null, name)
      assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
      const [, style = ''] = /href="\.(\/assets\/[^"]+)"/.exec(await page.text()) ?? []
      const { status, headers } = await fetch(origin + style)
      assert.equal(status, 200)
      // Not "Cache-Control": this program's file server has its own.
      assert.equal(headers.get('access-control-allow-origin'), '*')
      assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin')
    })

    for (const { name, config } of doors)
      void test(`${name}: is where it says, and its headers are its own`, async () => {
        const paths = 'path' in config ? [config.path ?? []].flat() : []
        const [path] = paths
        if (path === undefined) {
          // The clock's: Netlify lets nobody else call it, `netlify dev` does under its name.
          const tick = { method: 'POST' }
          const rung = await fetch(`${origin}/.netlify/functions/${name}`, tick)
          return assert.equal(rung.status, 200, await rung.text())
        }
        if (path.includes(':')) {
          // A page, which has the headers of one. Nothing is sold under this name.
          const nothing = await fetch(functionsOrigin + path.replace(/:\w+/, 'prod_none'))
          assert.equal(nothing.status, 404)
          assert.match(nothing.headers.get('content-security-policy') ?? '', /^default-src 'none'/)
          assert.equal(nothing.headers.get('cache-control'), 'no-store')
          return
        }
        for (const spelling of paths.flatMap((each) => [each, `${each.toUpperCase()}/`])) {
          const { status } = await fetch(origin + spelling)
          assert.notEqual(status, 404, spelling)
        }
        assert.equal((await fetch(`${origin}/.netlify/functions/${name}`)).status, 404)
        // Not through the site, which lends functions the headers of files; Netlify itself does not.
        const { headers } = await fetch(functionsOrigin + path)
        // What is the same for everybody is kept by the network; whatever else a door says is nobody's to keep.
        const kept = headers.get('netlify-cdn-cache-control')
        assert.equal(headers.get('cache-control') === 'no-store', kept === null)
        assert.equal(headers.get('x-content-type-options'), 'nosniff')
        for (const lent of ofFiles) assert.equal(headers.get(lent), null, lent)
      })

    void test('what has no file and no door is not found', async () => {
      for (const path of ['/nothing', '/api/nothing', '/assets/nothing.js'])
        assert.equal((await fetch(origin + path)).status, 404, path)
    })

    void test('an event that Stripe sends becomes a row', async () => {
      const { id } = stripe.createCustomer({ email: 'rung@example.com' })
      await stripe.settled()
      const { rows } = await supabase.database.query(
        'select address from stripe_customers where stripe_customer_id = $1',
        [id],
      )
      assert.deepEqual(rows, [{ address: 'rung@example.com' }])
    })

    void test('neither program asked another machine for anything', () => {
      assert.deepEqual(asked, [])
    })
  })
}
