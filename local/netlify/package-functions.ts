import { exec } from 'node:child_process'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'smol-toml'

const root = join(import.meta.dirname, '../..')

/** What `netlify.toml` tells the packager: the doors' folder, and the version of Node. */
export type FunctionSettings = { directory: string; nodeVersion: string }

export type PackagedFunction = {
  name: string
  /** All that the manifest tells Netlify about it. */
  manifest: Record<string, unknown>
  zipBytes: number
  /** What the archive holds, by path: the archive is what gets deployed. */
  files: Record<string, Uint8Array>
  /** The unpacked module that Netlify's runtime loads. */
  entry: string
  /** Every source that went in, traced or merged, relative to `basePath`. */
  inputs: string[]
}

/** The little of both packages that is used here, typed by hand: `tsc` must pass where they are not installed. */
type Packager = {
  zipFunctions(
    source: string,
    target: string,
    options: Record<string, unknown>,
  ): Promise<{ name: string; path: string; entryFilename: string; inputs: string[] }[]>
}
type Unzipper = { unzipSync(archive: Uint8Array): Record<string, Uint8Array> }

/** Installs Netlify's programs beside this file, unless they are there already as the lock file wants them. @throws offline */
export async function installPrograms(): Promise<void> {
  const writtenAt = async (name: string) =>
    (await stat(join(import.meta.dirname, name)).catch(() => null))?.mtimeMs ?? 0
  const installedAt = await writtenAt('node_modules/.package-lock.json')
  if (installedAt > (await writtenAt('package-lock.json'))) return
  console.error("Installing Netlify's programs (355 MB, once) ...")
  await promisify(exec)('npm ci --ignore-scripts --no-audit --no-fund', {
    cwd: import.meta.dirname,
  })
}

/** @throws if `netlify.toml` has settings for functions that are not passed on here yet */
export async function readFunctionSettings(): Promise<FunctionSettings> {
  const toml = parse(await readFile(join(root, 'netlify.toml'), 'utf8')) as {
    build: { environment: { NODE_VERSION: string } }
    functions: { directory: string }
  }
  const { directory, ...rest } = toml.functions
  if (Object.keys(rest).length > 0)
    throw new Error(
      `[functions] in netlify.toml has more than a directory: ${Object.keys(rest).join()}`,
    )
  return { directory: join(root, directory), nodeVersion: toml.build.environment.NODE_VERSION }
}

/**
 * Packages every function of a folder as Netlify's build does, and unpacks the archives again.
 * @param target an empty folder
 * @param basePath the repository of the functions
 */
export async function packageFunctions(
  { directory, nodeVersion }: FunctionSettings,
  target: string,
  basePath: string = root,
): Promise<PackagedFunction[]> {
  const [packager, unzipper]: string[] = ['@netlify/zip-it-and-ship-it', 'fflate']
  const { zipFunctions } = (await import(packager!)) as Packager
  const { unzipSync } = (await import(unzipper!)) as Unzipper
  await mkdir(target, { recursive: true })
  const manifest = join(target, 'manifest.json')
  const built = await zipFunctions(directory, target, {
    archiveFormat: 'zip',
    basePath,
    repositoryRoot: basePath,
    config: { '*': { nodeVersion, includedFilesBasePath: root } },
    manifest,
  })
  const { functions } = JSON.parse(await readFile(manifest, 'utf8')) as {
    functions: ({ name: string } & Record<string, unknown>)[]
  }
  return Promise.all(
    functions.map(async (entry) => {
      const result = built.find(({ name }) => name === entry.name)
      if (result === undefined) throw new Error(`"${entry.name}" is only in the manifest`)
      const archive = await readFile(result.path)
      const files = unzipSync(archive)
      const folder = join(target, entry.name)
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true })
        await writeFile(join(folder, path), content)
      }
      return {
        name: entry.name,
        manifest: entry,
        zipBytes: archive.byteLength,
        files,
        entry: join(folder, result.entryFilename),
        inputs: result.inputs.map((path) => relative(basePath, path).replaceAll('\\', '/')),
      }
    }),
  )
}
