import { readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { fillBrand } from '../../build/email/fill-brand.ts'
import { signInEmail, unchangedEmail } from '../../build/email/templates.ts'
import { brand } from '../../web/brand.ts'

const root = new URL('../../', import.meta.url)
const settings = parse(readFileSync(new URL('supabase/config.toml', root), 'utf8'))

function at(path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (value as Record<string, unknown> | undefined)?.[name],
      settings,
    )
}

describe('the settings that are pushed to the hosted project', () => {
  test.each<[string, unknown, string]>([
    ['auth.email.enable_confirmations', true, 'else a sign-up needs no mailbox'],
    ['auth.email.double_confirm_changes', true, 'else one click hands an address over'],
    ['auth.email.secure_password_change', true, 'else a stolen session sets a password'],
    ['auth.email.enabled', true, 'else nobody can prove an address'],
    ['auth.enable_signup', true, 'else first-time visitors are told apart'],
    ['auth.enable_anonymous_sign_ins', false, 'nobody proves an address that way'],
    ['auth.enable_manual_linking', false, 'a linked account proves no mailbox'],
    ['auth.enable_refresh_token_rotation', true, 'a refresh token serves once'],
    ['auth.sms.enabled', false, 'a phone proves no mailbox'],
    ['auth.sms.enable_confirmations', true, 'else a phone needs no code'],
    ['auth.email.otp_length', 10, 'the link is only as strong as the code'],
    ['auth.email.otp_expiry', 900, 'nobody counts the attempts'],
    ['auth.email.max_frequency', '60s', 'a stranger could flood a mailbox'],
    ['auth.jwt_expiry', 1800, 'the page lives no longer'],
    ['auth.minimum_password_length', 32, 'nobody needs one'],
    ['auth.site_url', 'env(FRONTEND_URL)', 'the emails link there'],
    ['auth.additional_redirect_urls', [], 'nobody else receives sessions'],
    ['auth.rate_limit.sign_in_sign_ups', 30, 'per address of the network in five minutes'],
    ['auth.rate_limit.token_verifications', 30, 'the only bound on guessing'],
    ['api.schemas', ['public'], 'the private schema stays private'],
    ['api.auto_expose_new_tables', false, 'every grant is spelled out'],
  ])('%s is %j: %s', (path, value) => {
    expect(at(path)).toEqual(value)
  })

  test.each(['auth.external', 'auth.third_party', 'auth.web3', 'auth.oauth_server', 'auth.hook'])(
    '%s switches nothing on',
    (path) => {
      expect(at(path)).toBeUndefined()
    },
  )

  test('no secret is written into the file', () => {
    const text = readFileSync(new URL('supabase/config.toml', root), 'utf8')
    expect(text).not.toMatch(/(secret|pass|key)\w*\s*=\s*"(?!env\()/i)
  })
})

const usedEmails = ['confirmation', 'magic_link', 'recovery']
const unusedEmails = ['email_change', 'invite', 'reauthentication']

function templateOf(name: string): string {
  const path = at(`auth.email.template.${name}.content_path`)
  return readFileSync(new URL(String(path), root), 'utf8')
}

describe('the emails', () => {
  test('each kind that Supabase can send is ours', () => {
    const templates = at('auth.email.template') as object
    expect(Object.keys(templates).toSorted()).toEqual([...usedEmails, ...unusedEmails].toSorted())
  })

  test.each(usedEmails)('%s is the same, whichever is the newest', (name) => {
    expect(templateOf(name)).toBe(templateOf('magic_link'))
    expect(at(`auth.email.template.${name}.subject`)).toBe(
      at('auth.email.template.magic_link.subject'),
    )
  })

  test.each(usedEmails)('%s links only to the page, and behind the #', (name) => {
    const links = [
      ...templateOf(name).matchAll(/\b(?:href|src|action|background)\s*=\s*"([^"]*)"/gi),
    ]
    expect(links.map(([, link]) => link)).toEqual([
      '{{ .SiteURL }}?lang={{ $lang }}#token_hash={{ .TokenHash }}&amp;email={{ .Email }}',
      '{{ $supportHref }}',
    ])
  })

  test.each(usedEmails)('%s shows the code, and nothing that the asking person chose', (name) => {
    const actions = [...templateOf(name).matchAll(/\{\{(?!- \/)(.*?)\}\}/g)].map(([, each]) => each)
    const fields = actions.flatMap((each) => each!.replaceAll(/"[^"]*"/g, '').match(/\.\w+/g) ?? [])
    expect(new Set(fields)).toEqual(
      new Set(['.SiteURL', '.RedirectTo', '.TokenHash', '.Token', '.Email']),
    )
    // What the asking person chose is compared, and comes out nowhere.
    expect(actions.filter((each) => each!.includes('.RedirectTo'))).toEqual([
      '- $to := print .RedirectTo -',
    ])
    expect(actions.map((each) => each!.trim())).not.toContain('$to')
  })

  test.each(unusedEmails)('%s carries no link, no code and no word of a stranger', (name) => {
    const links = templateOf(name).match(/(?:href|src)="[^"]*"|https?:/gi)
    expect(links).toEqual(['href="{{ $supportHref }}"'])
    expect(templateOf(name)).not.toMatch(
      /\.(?:Token|TokenHash|ConfirmationURL|Email|NewEmail|Data)\b/,
    )
  })

  test.each([...usedEmails, ...unusedEmails])('the subject of %s shows no value', (name) => {
    const subject = String(at(`auth.email.template.${name}.subject`))
    const actions = [...subject.matchAll(/\{\{-? *(.*?) *-?\}\}/g)].map(([, each]) => each)
    expect(actions.filter((each) => !/^(?:if eq|else(?: if eq)?|end|\$to :=)/.test(each!))).toEqual(
      [],
    )
  })

  test('what is committed is what the words make, in any name', () => {
    for (const [name, email] of [
      ['magic_link', signInEmail()],
      ['email_change', unchangedEmail()],
    ] as const) {
      const [ours, theirs] = [templateOf(name), email.html].map((html) => fillBrand(html, brand))
      expect(ours, 'run npm run emails').toBe(theirs)
      expect(at(`auth.email.template.${name}.subject`)).toBe(email.subject)
    }
  })
})
