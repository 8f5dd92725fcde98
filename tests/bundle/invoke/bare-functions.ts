import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NetlifySettings } from '../package/netlify-settings.ts'
import type { PackagedFunction } from '../package/package-functions.ts'
import { packageFunctions } from '../package/package-functions.ts'

/** The function that does nothing: its cost is Netlify's start-up code alone. */
export const empty = 'empty'

const sources: Record<string, string> = {
  [empty]: `export default () => new Response('')`,
  // What anybody pays who asks anybody: the client of Node's `fetch`, and its parser.
  'one-fetch': `export default async () => {
  const answer = await fetch(process.env.SUPABASE_URL + '/auth/v1/settings')
  return Response.json(await answer.json())
}`,
}

/** Packages functions that stand beside the doors in a measurement, as the doors are packaged. */
export async function packageBareFunctions(
  settings: NetlifySettings,
  folder: string,
): Promise<PackagedFunction[]> {
  const directory = join(folder, 'functions')
  await mkdir(directory, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  for (const [name, source] of Object.entries(sources))
    await writeFile(
      join(directory, `${name}.ts`),
      `${source}\nexport const config = { path: '/${name}' }\n`,
    )
  return packageFunctions({ ...settings, directory }, join(folder, 'built'), folder)
}
