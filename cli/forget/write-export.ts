import { open } from 'node:fs/promises'
import { SetupFault } from '../terminal/setup-fault.ts'

/**
 * Writes a file that only its owner may read.
 * @throws {SetupFault} if it is there already, or can't be written
 */
export async function writeExport(path: string, content: unknown): Promise<void> {
  const handle = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'it is there already' : (error.code ?? 'unknown')
    throw new SetupFault(`The export can't be written: ${why}. Nothing was deleted.`)
  })
  try {
    await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
