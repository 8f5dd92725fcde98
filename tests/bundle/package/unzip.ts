import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { inflateRawSync } from 'node:zlib'

export type ZipEntry = { path: string; bytes: number }

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50

/**
 * Unpacks a zip archive into `folder`. The central directory is the truth: sizes may be missing elsewhere.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3
 * @returns the files in the archive's order, with their unpacked sizes
 */
export async function unzip(archive: Buffer, folder: string): Promise<ZipEntry[]> {
  let end = archive.byteLength - 22
  while (end >= 0 && archive.readUInt32LE(end) !== endOfDirectory) end -= 1
  if (end < 0) throw new Error('not a zip archive')

  const entries: ZipEntry[] = []
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== directoryEntry) throw new Error('broken zip directory')
    const nameLength = archive.readUInt16LE(at + 28)
    const path = archive.toString('utf8', at + 46, at + 46 + nameLength)
    const content = readContent(archive, at)
    if (!path.endsWith('/')) {
      await writeInside(folder, path, content)
      entries.push({ path, bytes: content.byteLength })
    }
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return entries
}

function readContent(archive: Buffer, at: number): Buffer {
  const method = archive.readUInt16LE(at + 10)
  const packedBytes = archive.readUInt32LE(at + 20)
  const local = archive.readUInt32LE(at + 42)
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const packed = archive.subarray(start, start + packedBytes)
  if (method === 0) return packed
  if (method === 8) return inflateRawSync(packed)
  throw new Error(`zip method ${method} is not known here`)
}

async function writeInside(folder: string, path: string, content: Buffer): Promise<void> {
  const target = resolve(folder, path)
  if (!target.startsWith(folder + sep)) throw new Error(`"${path}" leads out of the archive`)
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, content)
}
