/**
 * Packages the doors with Netlify's own packager and holds the result against what they declare.
 * Prints a line per check. Exit code 0: every one is true; 1: not.
 */
import assert from 'node:assert/strict'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkColdStart } from './checks/cold-start.ts'
import { checkContents } from './checks/contents.ts'
import { checkInvocations } from './checks/invocations.ts'
import { checkManifest } from './checks/manifest.ts'
import { checkSizes } from './checks/sizes.ts'
import { importDoors } from './package/doors.ts'
import { findKeys, specimens } from './checks/find-keys.ts'
import { readNetlifySettings } from './package/netlify-settings.ts'
import { packageFunctions } from './package/package-functions.ts'
import { createReport } from './checks/report.ts'

const report = createReport(console.info)
const target = await realpath(await mkdtemp(join(tmpdir(), 'portal-gateway-bundle-')))
try {
  const settings = await readNetlifySettings()
  const doors = await importDoors(settings.directory)
  const packaged = await packageFunctions(settings, target)
  await checkManifest(report, doors, packaged, settings.nodeVersion)
  await checkSizes(report, packaged)
  await checkContents(report, packaged)
  await report.check('the search finds a key of each kind where there is one', () => {
    for (const [kind, specimen] of Object.entries(specimens()))
      assert.deepEqual(findKeys(`const key = "${specimen}"`), [kind])
  })
  await checkColdStart(report, packaged)
  await checkInvocations(report, packaged)
} catch (error) {
  await report.check('the doors can be imported and packaged', () => {
    throw error
  })
} finally {
  await rm(target, { recursive: true, force: true })
}
process.exitCode = report.close() ? 0 : 1
