import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parse } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { permissions } from '../../cli/services/stripe-account.ts'

const root = join(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const guide = read('docs/going-live.md')

describe('whoever sets up by hand', () => {
  type Template = { subject: string; content_path: string }
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
      'gap between mails',
      /"Minimum interval per user" to (\d+) seconds/,
      email.max_frequency.slice(0, -1),
    ],
    ['sign-ups', /sign-ups and sign-ins (\d+) in/, String(limits.sign_in_sign_ups)],
    ['verifications', /token verifications (\d+) in/, String(limits.token_verifications)],
  ])('sets the same %s as whoever pushes the settings', (_, place, value) => {
    expect(place.exec(guide.replaceAll(/\s+/g, ' '))?.[1]).toBe(value)
  })

  test.each(Object.entries(email.template))(
    'pastes the same mail under the same subject: %s',
    (_, { subject, content_path }) => {
      const file = content_path.replace('./', '')
      expect(existsSync(join(root, file))).toBe(true)
      expect(guide).toMatch(new RegExp(`\\| \`${subject}\` +\\| \`${file}\``))
    },
  )

  test('gives the Stripe key the permissions that the doctor asks for, and no other', () => {
    const [, table = ''] = /### 2\.1 ([^#]+)/.exec(guide) ?? []
    const rows = [...table.matchAll(/^\| ([A-Z][\w ]+?) +\| (Read|Write) /gm)]
    expect(rows.map(([, row, access]) => `${row}: ${access}`).sort()).toEqual(
      permissions.map(({ row, access }) => `${row}: ${access}`).sort(),
    )
  })
})

/** A heading's anchor, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-')
}

const pages = ['README.md', 'USAGE.md', 'SECURITY.md', 'CONTRIBUTING.md'].concat(
  readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
)

test.each(pages)('every link of %s within the repository leads somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(
    ([, link = '']) => link,
  )
  const dead = links.filter((link) => {
    const [path = '', anchor] = link.split('#')
    const file = path === '' ? page : relative(root, join(root, dirname(page), path))
    if (!existsSync(join(root, file))) return true
    if (anchor === undefined) return false
    const headings = [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
    return !headings.map(anchorOf).includes(anchor)
  })
  expect(dead).toEqual([])
})
