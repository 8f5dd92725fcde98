/**
 * `npm run check:bundle`: packages the doors with Netlify's own packager, builds and serves a clean copy with Netlify's
 * own programs, and holds the results against what the project declares. Exit code 0: everything holds; 1: something
 * doesn't. It needs the registry once, and no account.
 */
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import {
  installPrograms,
  packageFunctions,
  readFunctionSettings,
} from '#local/netlify/package-functions.ts'
import { checkBuiltSite } from './checks/built-site.ts'
import { checkColdStart } from './checks/cold-start.ts'
import { checkContents } from './checks/contents.ts'
import { importDoors } from './checks/import-doors.ts'
import { checkInvocations } from './checks/invocations.ts'
import { checkManifest } from './checks/manifest.ts'
import { checkServedSite } from './checks/served-site.ts'
import { checkSizes } from './checks/sizes.ts'
import { checkWalk } from './checks/walk.ts'
import { copyClean } from './programs/clean-copy.ts'
import { startNetlifySite } from './programs/netlify-site.ts'

const target = await realpath(await mkdtemp(join(tmpdir(), 'portal-gateway-bundle-')))
after(() => rm(target, { recursive: true, force: true }))
const copy = join(target, 'copy')
await mkdir(copy)
await Promise.all([installPrograms(), copyClean(copy)])
const settings = await readFunctionSettings()
const doors = await importDoors(settings.directory)
const packaged = await packageFunctions(settings, join(target, 'packaged'))
const site = await startNetlifySite(copy, target)

checkManifest(doors, packaged, settings.nodeVersion)
checkSizes(packaged)
checkContents(packaged)
checkColdStart(packaged)
checkInvocations(packaged)
checkBuiltSite(copy, packaged)
checkServedSite(site, doors)
checkWalk(site)
// A test, because hooks wait for what is still running.
void test('netlify dev ends when it is told to', () => site.close())

after(() => {
  console.info(`SKIPPED, because only a real deploy shows it:
  - Netlify's rate limits and clock (here: what the manifest says of them)
  - its CDN's caching and TLS, and its scan for secrets
  - edge functions: the project has none`)
})
