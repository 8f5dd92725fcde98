/**
 * `npm run check:bundle`: packages the doors with Netlify's own packager and holds the result against what they
 * declare. Exit code 0: everything holds; 1: something doesn't.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import {
  installPackager,
  packageFunctions,
  readFunctionSettings,
} from '#local/netlify/package-functions.ts'
import { checkColdStart } from './checks/cold-start.ts'
import { checkContents } from './checks/contents.ts'
import { importDoors } from './checks/import-doors.ts'
import { checkInvocations } from './checks/invocations.ts'
import { checkManifest } from './checks/manifest.ts'
import { checkSizes } from './checks/sizes.ts'

await installPackager()
const target = await realpath(await mkdtemp(join(tmpdir(), 'portal-gateway-bundle-')))
after(() => rm(target, { recursive: true, force: true }))
const settings = await readFunctionSettings()
const packaged = await packageFunctions(settings, target)

checkManifest(await importDoors(settings.directory), packaged, settings.nodeVersion)
checkSizes(packaged)
checkContents(packaged)
checkColdStart(packaged)
checkInvocations(packaged)
