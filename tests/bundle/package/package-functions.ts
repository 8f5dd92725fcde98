import { mkdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { NetlifySettings } from './netlify-settings.ts'
import { root } from './netlify-settings.ts'
import type { ZipEntry } from './unzip.ts'
import { unzip } from './unzip.ts'

/** What the manifest tells Netlify about a function, as far as it is checked. */
export type ManifestFunction = {
  name: string
  mainFile: string
  bundler?: string
  runtime: string
  runtimeVersion?: string
  invocationMode?: string
  routes?: { pattern: string; methods: string[] }[]
  excludedRoutes?: { pattern: string }[]
  schedule?: string
  trafficRules?: {
    action: {
      type: string
      config: {
        rateLimitConfig: { windowLimit: number; windowSize: number; algorithm: string }
        aggregate: { keys: { type: string }[] }
      }
    }
  }
  buildData?: { runtimeAPIVersion?: number }
}

export type PackagedFunction = {
  manifest: ManifestFunction
  zipBytes: number
  files: ZipEntry[]
  /** The unpacked bundle. */
  folder: string
  /** The module that Netlify's runtime loads. */
  entry: string
  /** Every source that went in, traced or merged, relative to the repository. */
  inputs: string[]
}

/** The little of the packager that is used here. Typed by hand: the root's `tsc` must pass where it is not installed. */
type Packager = {
  zipFunctions(
    source: string,
    target: string,
    options: Record<string, unknown>,
  ): Promise<{ name: string; path: string; entryFilename: string; inputs: string[] }[]>
}

/**
 * Packages every function of `source` as Netlify's build does, and unpacks the archives again, because the archive is
 * what gets deployed.
 * @param target an empty folder
 * @param basePath the repository of `source`
 */
export async function packageFunctions(
  { directory: source, functions: config }: NetlifySettings,
  target: string,
  basePath: string = root,
): Promise<PackagedFunction[]> {
  const packagerName: string = '@netlify/zip-it-and-ship-it'
  const { zipFunctions } = (await import(packagerName)) as Packager
  await mkdir(target, { recursive: true })
  const manifest = join(target, 'manifest.json')
  const options = { archiveFormat: 'zip', basePath, repositoryRoot: basePath, config, manifest }
  const built = await zipFunctions(source, target, options)
  const { functions } = JSON.parse(await readFile(manifest, 'utf8')) as {
    functions: ManifestFunction[]
  }
  return Promise.all(
    functions.map(async (entry) => {
      const result = built.find(({ name }) => name === entry.name)
      if (result === undefined) throw new Error(`"${entry.name}" is in the manifest alone`)
      const folder = join(target, entry.name)
      const archive = await readFile(result.path)
      return {
        manifest: entry,
        zipBytes: archive.byteLength,
        files: await unzip(archive, folder),
        folder,
        entry: join(folder, result.entryFilename),
        inputs: result.inputs.map((path) => relative(basePath, path).replaceAll('\\', '/')),
      }
    }),
  )
}
