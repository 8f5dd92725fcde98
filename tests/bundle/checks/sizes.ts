import assert from 'node:assert/strict'
import type { PackagedFunction } from '../package/package-functions.ts'
import type { Report } from './report.ts'

/** Half as much again as today. A function starts by fetching and unpacking its archive ... */
const mostZipBytes = 800_000
/** ... and V8 reads its code from end to end. Netlify's own part is not counted here. */
const mostCodeBytes = 1_650_000

/** Shows what each function weighs, and bounds it. */
export async function checkSizes(report: Report, packaged: PackagedFunction[]): Promise<void> {
  report.title(
    `Size (at most ${kilobytes(mostZipBytes).trim()} zipped, ${kilobytes(mostCodeBytes).trim()} of code)`,
  )
  for (const { manifest, zipBytes, files } of packaged) {
    const codeBytes = files
      .filter(({ path }) => path.endsWith('js') && !path.startsWith('___netlify-'))
      .reduce((sum, { bytes }) => sum + bytes, 0)
    const weight = `${kilobytes(zipBytes)} zipped  ${kilobytes(codeBytes)} of code`
    await report.check(`${manifest.name.padEnd(16)}${weight}  ${files.length} files`, () => {
      assert(zipBytes <= mostZipBytes, `${zipBytes} bytes zipped are above the bound`)
      assert(codeBytes <= mostCodeBytes, `${codeBytes} bytes of code are above the bound`)
    })
  }
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`.padStart(8)
}
