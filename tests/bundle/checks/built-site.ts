import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { parse } from 'smol-toml'
import { headersFor, parseHeadersFile } from '#local/headers-file.ts'
import type { PackagedFunction } from '#local/netlify/package-functions.ts'
import { parseRedirectsFile } from '#local/redirects-file.ts'

/** What `netlify build` read from the site's own files, in Netlify's words. */
type Resolved = {
  headers: { for: string; values: Record<string, string> }[]
  redirects: Redirect[]
}
type Redirect = {
  from: string
  to: string
  status: number
  force: boolean
  query: Record<string, string>
  conditions: { Language?: string[] }
}
type Manifest = { functions: Record<string, unknown>[] }

/** Holds what `netlify build` made against what the packager made, and against what `npm run preview` does with it. */
export function checkBuiltSite(folder: string, packaged: PackagedFunction[]): void {
  const read = (path: string) => readFile(join(folder, path), 'utf8')
  const resolve = async () => parse(await read('.netlify/netlify.toml')) as unknown as Resolved
  void suite('netlify build', () => {
    void test('its functions are the ones that were judged above', async () => {
      const { functions } = JSON.parse(await read('.netlify/functions/manifest.json')) as Manifest
      const bare = ({ path: _path, mainFile: _file, ...rest }: Record<string, unknown>) => rest
      const byName = Object.fromEntries(functions.map((each) => [each.name, bare(each)]))
      const judged = packaged.map(({ name, manifest }) => [name, bare(manifest)])
      assert.deepEqual(byName, Object.fromEntries(judged))
    })
    void test('every line of _redirects is one that Netlify follows, and the stand-in alike', async () => {
      const { redirects } = await resolve()
      for (const { status, force } of redirects)
        assert.deepEqual({ status, force }, { status: 200, force: true })
      const asNetlify = redirects.map(({ from, to, query, conditions }) => ({
        from,
        to,
        query: Object.entries(query),
        languages: conditions.Language ?? [],
      }))
      assert(asNetlify.length > 0, 'no line is left')
      assert.deepEqual(parseRedirectsFile(await read('web/dist/_redirects')), asNetlify)
    })
    void test('every rule of _headers is one that Netlify follows, and the stand-in alike', async () => {
      const { headers } = await resolve()
      const rules = parseHeadersFile(await read('web/dist/_headers'))
      assert.equal(headers.length, rules.length)
      for (const { for: path, values } of headers) {
        const found = new Map(headersFor(rules, path.replace('*', 'x')))
        for (const [name, value] of Object.entries(values))
          assert.equal(found.get(name), value, `${path} ${name}`)
      }
    })
  })
}
