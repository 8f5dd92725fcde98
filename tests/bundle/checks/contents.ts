import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findKeys } from './find-keys.ts'
import { root } from '../package/netlify-settings.ts'
import type { PackagedFunction } from '../package/package-functions.ts'
import type { Report } from './report.ts'

/** Sees to it that a bundle holds the server's code, the packages of production, and nothing else. */
export async function checkContents(report: Report, packaged: PackagedFunction[]): Promise<void> {
  report.title('Contents')
  const production = await listProductionPackages()
  for (const { manifest, files, folder, inputs } of packaged) {
    const { name } = manifest
    await report.check(
      `${name}: made of netlify/functions and server/, without their tests`,
      () => {
        const own = inputs.filter((path) => !path.includes('node_modules/'))
        const stray = own.filter(
          (path) =>
            path !== 'package.json' &&
            (!/^(netlify\/functions|server)\//.test(path) || path.endsWith('.test.ts')),
        )
        assert.deepEqual(stray, [], 'sources of another place went in')
        assert(own.includes(`netlify/functions/${name}.ts`), 'its own source did not go in')
      },
    )
    await report.check(
      `${name}: ships one file, packages and all, beside Netlify's start-up`,
      () => {
        const allowed = [/^___netlify-[a-z-]+\.(mjs|json)$/, /^package\.json$/]
        const stray = files
          .map(({ path }) => path)
          .filter((path) => path !== `netlify/functions/${name}.mjs`)
          .filter((path) => !allowed.some((pattern) => pattern.test(path)))
        assert.equal(
          stray.length,
          0,
          `${stray[0]} and others: "paths" in tsconfig.json has a line for each package that the server loads`,
        )
      },
    )
    await report.check(`${name}: no package but those of production`, () => {
      const merged = new Set(inputs.flatMap((path) => packageIn(path) ?? []))
      assert(merged.size > 0, 'not one package went in')
      assert.deepEqual([...merged.difference(production)], [])
    })
    await report.check(`${name}: nothing in it looks like a key`, async () => {
      const faults: string[] = []
      for (const { path } of files)
        for (const kind of findKeys(await readFile(join(folder, path), 'utf8')))
          faults.push(`${path}: ${kind}`)
      assert.deepEqual(faults, [])
    })
  }
}

/** The packages that `npm ci --omit=dev` would install, from the lock file. */
async function listProductionPackages(): Promise<Set<string>> {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>
  }
  const entries = Object.entries(packages).filter(([, { dev }]) => dev !== true)
  return new Set(entries.flatMap(([path]) => packageIn(`${path}/`) ?? []))
}

/** `node_modules/@scope/name/...` -> `@scope/name` */
function packageIn(path: string): string | null {
  return /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null
}
