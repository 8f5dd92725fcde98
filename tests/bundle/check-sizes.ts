import assert from 'node:assert/strict'
import type { PackagedFunction } from './package-functions.ts'
import type { Report } from './report.ts'

/** Half as much again as today. A function starts by fetching and unpacking its archive. */
const mostZipBytes = 1_500_000

/** Shows what each function weighs, and bounds it. */
export async function checkSizes(report: Report, packaged: PackagedFunction[]): Promise<void> {
  report.title(`Size (at most ${kilobytes(mostZipBytes).trim()} zipped)`)
  for (const { manifest, zipBytes, files } of packaged) {
    const unzippedBytes = files.reduce((sum, { bytes }) => sum + bytes, 0)
    const weight = `${kilobytes(zipBytes)} zipped  ${kilobytes(unzippedBytes)} unzipped`
    await report.check(`${manifest.name.padEnd(16)}${weight}  ${files.length} files`, () =>
      assert(zipBytes <= mostZipBytes, `${zipBytes} bytes zipped are above the bound`),
    )
  }
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`.padStart(8)
}
