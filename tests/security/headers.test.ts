import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStandInSite } from '#tests/flows/browser/stand-in-site.ts'
import type { StandInSite } from '#tests/flows/browser/stand-in-site.ts'
import { expectStrictHeaders } from './strict-headers.ts'

let site: StandInSite
beforeAll(async () => {
  site = await startStandInSite('built', 8975)
})
afterAll(() => site.close())

/** Every file of ours that the page brings, itself first. */
async function pageFiles(): Promise<string[]> {
  const html = await (await fetch(`${site.origin}/`)).text()
  return ['/', ...[...html.matchAll(/(?:src|href)="\.(\/[^"]+)"/g)].map(([, path]) => path!)]
}

test('the page trusts its own files and Supabase, and nothing unsafe', async () => {
  await expectStrictHeaders(site.origin, { captcha: false })
})

test('every file of the page carries the policy, and says what it is', async () => {
  const paths = await pageFiles()
  expect(paths.length).toBeGreaterThan(4)
  for (const path of paths) {
    const { status, headers } = await fetch(site.origin + path)
    expect([path, status]).toEqual([path, 200])
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    const isShared = path.endsWith('.js') || path.startsWith('/assets/')
    expect(headers.get('access-control-allow-origin')).toBe(isShared ? '*' : null)
    if (isShared) expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    if (path.endsWith('.js')) expect(headers.get('content-type')).toMatch(/javascript/)
    if (path.startsWith('/assets/')) expect(headers.get('cache-control')).toContain('immutable')
  }
})

test('nobody else’s script, style or picture is in the page', async () => {
  const html = await (await fetch(`${site.origin}/`)).text()
  // An early connection to Supabase loads nothing.
  const loaded = [
    ...html.matchAll(
      /<(?:script|link(?! rel="preconnect")|img|iframe)\b[^>]*?(?:src|href)="([^"]+)"/g,
    ),
  ]
  expect(loaded.length).toBeGreaterThan(3)
  for (const [, url] of loaded) expect(url).toMatch(/^\.\//)
})
