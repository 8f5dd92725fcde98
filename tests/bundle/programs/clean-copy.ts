import { execFile } from 'node:child_process'
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../../..')
const run = promisify(execFile)

/**
 * What a clone would have, with what is not committed yet and without what Git ignores, and its packages: what Netlify
 * builds from.
 * @param target an empty folder
 */
export async function copyClean(target: string): Promise<void> {
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']
  const [all, gone] = await Promise.all([
    run('git', listed, { cwd: root }),
    run('git', ['ls-files', '-z', '--deleted'], { cwd: root }),
  ])
  const files = new Set(all.stdout.split('\0')).difference(new Set(gone.stdout.split('\0')))
  for (const file of files) {
    await mkdir(dirname(join(target, file)), { recursive: true })
    await copyFile(join(root, file), join(target, file))
  }
  // Netlify's programs look for the repository they are in.
  await run('git', ['init', '--quiet'], { cwd: target })
  const quietly = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']
  await run('npm', ['ci', ...quietly], { cwd: target })
}
