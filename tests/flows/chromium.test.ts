import { expect, test } from 'vitest'
import { findChromium, remedy } from '#local/chromium.ts'

test('the flows have a browser to run in', ({ skip }) => {
  const found = findChromium()
  if (found === null && !process.env['CI']) {
    process.stderr.write(`\nThe flows of tests/flows are skipped: ${remedy}.\n`)
    skip(remedy)
  }
  expect(found, remedy).not.toBeNull()
})
