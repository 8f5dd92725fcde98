import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GatewayError, listErrorCodes } from './errors.ts'

test('docs/errors.md has a row with the right status for every code, and no other', () => {
  const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `(\w+)` +\| (\d{3}) /gm)].map(([, code, status]) => ({
    code,
    status: Number(status),
  }))
  expect(rows).toEqual(listErrorCodes())
})

test("the visitor's sentence holds nothing of the owner's", () => {
  const error = new GatewayError('config_missing', '"STRIPE_API_KEY" is not set.')
  expect(error.title).not.toContain('STRIPE')
})
