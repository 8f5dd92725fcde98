import { beforeEach, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase, siteUrl } from '#tests/shared-supabase.ts'
import { askForLink } from './client.ts'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
})

async function page(path: string): Promise<string> {
  const response = await fetch(supabase.url + path)
  expect(response.headers.get('content-type')).toContain('text/html')
  return await response.text()
}

test('an empty inbox says what to do', async () => {
  expect(await page('/inbox')).toContain('No mail yet')
})

test('mails are listed newest first, and the list looks again by itself', async () => {
  await askForLink(supabase, 'ada@example.com')
  await askForLink(supabase, 'bob@example.com')
  const list = await page('/inbox')
  expect(list.indexOf('bob@example.com')).toBeLessThan(list.indexOf('ada@example.com'))
  expect(list).toContain('http-equiv="refresh"')
})

test('every link of the inbox is relative, so that it works under a prefix', async () => {
  await askForLink(supabase, 'ada@example.com')
  const { id } = supabase.inbox.newestTo('ada@example.com')!
  const links = [await page('/inbox'), await page(`/inbox/${id}`)].flatMap((html) =>
    [...html.matchAll(/href="([^"]*)"/g)].map(([, link]) => link),
  )
  expect(links).toEqual([`inbox/${id}`, '../inbox'])
})

test('a mail is shown in a frame of its own whose links lead out of it', async () => {
  await askForLink(supabase, 'ada@example.com')
  const { id, tokenHash } = supabase.inbox.newestTo('ada@example.com')!
  const html = await page(`/inbox/${id}`)
  const [, source] = /srcdoc="([^"]*)"/.exec(html) ?? []
  const mail = source!.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
  expect(mail).toContain(`href="${siteUrl}#token_hash=${tokenHash}"`)
  expect(mail).toContain('<base target="_top">')
  expect(html).toContain('sandbox="allow-top-navigation')
  expect(html).not.toContain('allow-scripts')
})

test('a mail that is gone is a 404', async () => {
  expect((await fetch(`${supabase.url}/inbox/999999`)).status).toBe(404)
})

test('a program reads the mails of one address, newest first', async () => {
  await askForLink(supabase, 'ada@example.com')
  await supabase.signIn('bob@example.com')
  await supabase.signIn('ada@example.com')
  const response = await fetch(`${supabase.url}/inbox.json?to=Ada%40example.com`)
  const mails = (await response.json()) as object[]
  expect(mails).toHaveLength(2)
  expect(mails[0]).toMatchObject({ to: 'ada@example.com', code: expect.any(String) })
})

test('what an address holds is shown as text', async () => {
  const body = { email: `ada&'b@example.com` }
  const headers = { apikey: supabase.publishableKey }
  await fetch(`${supabase.url}/auth/v1/otp`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  expect(await page('/inbox')).toContain('ada&#38;&#39;b@example.com')
})
