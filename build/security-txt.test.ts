import { expect, test } from 'vitest'
import { securityTxt } from './security-txt.ts'

const builtAt = new Date('2026-11-26T12:00:00.000Z')
const support = (href: string) => ({ label: 'Help', href })
const ours = 'https://github.com/paper-and-pencil/billing'
const report = `${ours}/security/advisories/new`

test.each([
  [support('mailto:help@example.com'), ours, 'mailto:help@example.com'],
  [support('https://example.com/help'), ours, 'https://example.com/help'],
  [null, ours, report],
  [support('/help'), ours, report],
  [null, `git+${ours}.git`, report],
])('whoever finds a hole reaches %j, or %s', (own, repository, contact) => {
  expect(securityTxt({ support: own, repository, builtAt })).toBe(
    `Contact: ${contact}\nExpires: 2027-11-21T12:00:00.000Z\n`,
  )
})

test.each([
  undefined,
  '',
  // As shipped: nobody's.
  'https://github.com/your.account/portal-gateway',
  'https://gitlab.com/paper-and-pencil/billing',
  'https://github.com/a/b\nContact: mailto:mallory@evil.example',
])('without a contact there is no such file: %j', (repository) => {
  expect(securityTxt({ support: null, repository, builtAt })).toBeNull()
})

test('a contact is one line', () => {
  const own = support('mailto:help@example.com\nContact: mailto:mallory@evil.example')
  expect(securityTxt({ support: own, repository: undefined, builtAt })).toBeNull()
})
