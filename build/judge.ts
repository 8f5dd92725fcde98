import { loadEnv } from 'vite'
import { brand } from '../web/brand.ts'
import { complaintsAboutPage } from './complaints.ts'
import { readPublicSettings } from './public-settings.ts'

/**
 * What `npm run build` does before Vite: what would stop the build is said in plain sentences. The plugin refuses the
 * same, but Vite puts its own lines around each sentence.
 */
const env = { ...loadEnv('production', `${import.meta.dirname}/..`, ''), ...process.env }
const complaints = [...(await complaintsAboutPage(brand)), ...complaintsAboutSettings()]
for (const complaint of complaints) process.stderr.write(`${complaint}\n`)
if (complaints.length > 0) process.stderr.write('Nothing was built.\n')
process.exitCode = complaints.length > 0 ? 1 : 0

function complaintsAboutSettings(): string[] {
  try {
    readPublicSettings(env)
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}
