import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { expect, test } from 'vitest'
import { permissionsOfToken } from '../../cli/services/token-permissions.ts'

const root = join(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const guide = read('docs/going-live.md')

type Template = { content_path: string }
const { auth } = parse(read('supabase/config.toml')) as {
  auth: {
    jwt_expiry: number
    minimum_password_length: number
    email: {
      otp_length: number
      otp_expiry: number
      max_frequency: string
      template: Record<string, Template>
    }
    rate_limit: { sign_in_sign_ups: number; token_verifications: number }
  }
}
const { email, rate_limit: limits } = auth

test.each<[string, RegExp, string]>([
  ['length of a code', /Email OTP Length \| +(\d+)/, String(email.otp_length)],
  ['life of a code', /Email OTP Expiration \(seconds\) \| +(\d+)/, String(email.otp_expiry)],
  ['password', /Minimum password length \| +(\d+)/, String(auth.minimum_password_length)],
  ['life of a token', /"Access token expiry time" (\d+)\s+seconds/, String(auth.jwt_expiry)],
  [
    'gap between emails',
    /"Minimum interval per user" to (\d+) seconds/,
    email.max_frequency.slice(0, -1),
  ],
  ['sign-ups', /sign-ups and sign-ins (\d+) in/, String(limits.sign_in_sign_ups)],
  ['verifications', /token verifications (\d+) in/, String(limits.token_verifications)],
])('by hand, the %s is the same as in the settings that are pushed', (_, place, value) => {
  expect(place.exec(guide.replaceAll(/\s+/g, ' '))?.[1]).toBe(value)
})

test.each(Object.entries(email.template))(
  'by hand, the email "%s" is pasted from the same file',
  (name, { content_path }) => {
    const file = content_path.replace('./', '')
    expect(existsSync(join(root, file))).toBe(true)
    expect(guide).toMatch(new RegExp(`\\| \`${name}\` +\\| \`${file}\``))
  },
)

test('the permissions of an access token are those that setup asks for', () => {
  const table = guide.slice(
    guide.indexOf('| Permission       |'),
    guide.indexOf('"Projects: Read"'),
  )
  const rows = [...table.matchAll(/^\| (\w[\w ]+?) +\| (Read(?:-write)?) +\|/gm)]
  expect(rows.map(([, row, access]) => `${row} ${access}`).join(', ')).toBe(permissionsOfToken)
})
