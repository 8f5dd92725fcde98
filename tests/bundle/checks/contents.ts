import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import type { PackagedFunction } from '#local/netlify/package-functions.ts'
import { findKeys, specimens } from './find-keys.ts'

/** Makes sure that a bundle holds the server's code, the packages of production, and nothing else. */
export function checkContents(packaged: PackagedFunction[]): void {
  const production = listProductionPackages()
  void suite('Contents', () => {
    for (const { name, files, inputs } of packaged) {
      void test(`${name}: made of netlify/functions, server/, the owner's brand and its words, without their tests`, () => {
        const own = inputs.filter((path) => !path.includes('node_modules/'))
        const stray = own.filter(
          (path) =>
            path !== 'package.json' &&
            // What the page of an order asks for is the owner's brand, too; a product's page has the words of the others.
            !/^web\/(?:brand|words\/[\w/]+|plans\/card\/price-words)\.ts$/.test(path) &&
            (!/^(netlify\/functions|server)\//.test(path) || path.endsWith('.test.ts')),
        )
        assert.deepEqual(stray, [], 'sources of another place went in')
        assert(own.includes(`netlify/functions/${name}.ts`), 'its own source did not go in')
      })
      void test(`${name}: ships one file, packages and all, beside Netlify's start-up code`, () => {
        const allowed = [/^___netlify-[a-z-]+\.(mjs|json)$/, /^package\.json$/]
        const [stray] = Object.keys(files)
          .filter((path) => path !== `netlify/functions/${name}.mjs`)
          .filter((path) => !allowed.some((pattern) => pattern.test(path)))
        const remedy = '"paths" in tsconfig.json needs a line for each package that server/ loads'
        assert.equal(stray, undefined, `${stray} and perhaps more went in: ${remedy}`)
      })
      void test(`${name}: no package but those of production`, () => {
        const merged = new Set(inputs.flatMap((path) => packageIn(path) ?? []))
        assert(merged.size > 0, 'not one package went in')
        assert.deepEqual([...merged.difference(production)], [])
      })
      void test(`${name}: nothing in it looks like a key`, () => {
        const found = Object.entries(files).flatMap(([path, content]) =>
          findKeys(Buffer.from(content).toString()).map((kind) => `${path}: ${kind}`),
        )
        assert.deepEqual(found, [])
      })
    }
    void test('the search finds a key of each kind', () => {
      for (const [kind, specimen] of Object.entries(specimens()))
        assert.deepEqual(findKeys(`const key = "${specimen}"`), [kind])
    })
  })
}

/** The packages that `npm ci --omit=dev` would install, from the lock file. */
function listProductionPackages(): Set<string> {
  const lock = new URL('../../../package-lock.json', import.meta.url)
  const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as {
    packages: Record<string, { dev?: boolean }>
  }
  const entries = Object.entries(packages).filter(([, { dev }]) => dev !== true)
  return new Set(entries.flatMap(([path]) => packageIn(`${path}/`) ?? []))
}

/** `node_modules/@scope/name/...` -> `@scope/name` */
function packageIn(path: string): string | null {
  return /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null
}
