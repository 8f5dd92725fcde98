import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '../..')
const leftOut = /^(?:\.git|web\/dist)(?:\/|$)|(?:^|\/)node_modules(?:\/|$)/

/** A copy of the sources that may be broken at will. Packages are shared; what is cached beside them is not. */
export async function makeScratchCopy(): Promise<{ folder: string; drop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'portal-gateway-mutants-'))
  await cp(root, folder, {
    recursive: true,
    filter: (source) => !leftOut.test(relative(root, source)),
  })
  await mkdir(join(folder, 'node_modules'))
  for (const name of await readdir(join(root, 'node_modules')))
    if (name !== '.cache' && !name.startsWith('.vite'))
      await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  return { folder, drop: () => rm(folder, { recursive: true, force: true }) }
}
