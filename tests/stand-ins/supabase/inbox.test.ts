import { beforeEach, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase, siteUrl } from '#tests/shared-supabase.ts'
import { openBrowser } from '#tests/supabase-clients.ts'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
})

const askForLink = (email: string) => openBrowser(supabase).auth.signInWithOtp({ email })
async function page(path: string): Promise<string> {
  const response = await fetch(supabase.url + path)
  expect(response.headers.get('content-type')).toContain('text/html')
  return await response.text()
}

test('an empty inbox says what to do', async () => {
  expect(await page('/inbox')).toContain('No emails yet')
})

test('emails are listed newest first, and the list refreshes by itself', async () => {
  await askForLink('ada@example.com')
  await askForLink(`bob&'b@example.com`)
  const list = await page('/inbox')
  const bob = list.indexOf('bob&#38;&#39;b@example.com')
  expect(bob).toBeGreaterThan(0)
  expect(list.indexOf('ada@example.com')).toBeGreaterThan(bob)
  expect(list).toContain('http-equiv="refresh"')
})

test('every link of the inbox is relative, so that it works under a prefix', async () => {
  await askForLink('ada@example.com')
  const { id } = supabase.inbox.newestTo('ada@example.com')!
  const links = [await page('/inbox'), await page(`/inbox/${id}`)].flatMap((html) =>
    [...html.matchAll(/href="([^"]*)"/g)].map(([, link]) => link),
  )
  expect(links).toEqual([`inbox/${id}`, '../inbox'])
})

test('an email is shown in a frame of its own whose links lead out of it', async () => {
  await askForLink('ada@example.com')
  const { id, tokenHash } = supabase.inbox.newestTo('ada@example.com')!
  const html = await page(`/inbox/${id}`)
  const [, source] = /srcdoc="([^"]*)"/.exec(html) ?? []
  const email = source!.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
  expect(email).toContain(`href="${siteUrl}?lang=en#token_hash=${tokenHash}`)
  expect(email).toContain('<base target="_top">')
  expect(html).toContain('sandbox="allow-top-navigation')
  expect(html).not.toContain('allow-scripts')
})

test('an email that is gone is a 404', async () => {
  expect((await fetch(`${supabase.url}/inbox/999999`)).status).toBe(404)
})

test('a program reads the emails to one address, newest first', async () => {
  await askForLink('ada@example.com')
  await supabase.signIn('bob@example.com')
  await supabase.signIn('ada@example.com')
  const response = await fetch(`${supabase.url}/inbox.json?to=Ada%40example.com`)
  const emails = (await response.json()) as object[]
  expect(emails).toHaveLength(2)
  expect(emails[0]).toMatchObject({ to: 'ada@example.com', code: expect.any(String) })
})
