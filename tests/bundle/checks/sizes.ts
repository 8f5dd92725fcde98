import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { PackagedFunction } from '#local/netlify/package-functions.ts'

/** Half as much again as today. A function starts by fetching and unpacking its archive ... */
const mostZipBytes = 800_000
/** ... and V8 reads its code from end to end. Netlify's own part is not counted here. */
const mostCodeBytes = 1_650_000

/** Shows what each function weighs, and bounds it. */
export function checkSizes(packaged: PackagedFunction[]): void {
  const most = `${kilobytes(mostZipBytes)} zipped, ${kilobytes(mostCodeBytes)} of code`
  void suite(`Size (at most ${most})`, () => {
    for (const { name, zipBytes, files } of packaged) {
      const codeBytes = Object.entries(files)
        .filter(([path]) => path.endsWith('js') && !path.startsWith('___netlify-'))
        .reduce((sum, [, { byteLength }]) => sum + byteLength, 0)
      const weight = `${kilobytes(zipBytes)} zipped, ${kilobytes(codeBytes)} of code`
      void test(`${name}: ${weight}, ${Object.keys(files).length} files`, () => {
        assert(zipBytes <= mostZipBytes, `${zipBytes} bytes zipped are above the bound`)
        assert(codeBytes <= mostCodeBytes, `${codeBytes} bytes of code are above the bound`)
      })
    }
  })
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`
}
