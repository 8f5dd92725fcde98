import { expect, test } from 'vitest'
import { renderTemplate } from '#local/supabase/emails/render-template.ts'
import { fillBrand } from '../../../build/email/fill-brand.ts'
import { signInEmail, unchangedEmail } from '../../../build/email/templates.ts'
import { brand } from '../../../web/brand.ts'
import { emailWords } from '../../../web/words/email.ts'
import { languages, loadText } from '../../../web/words/locale.ts'

const fields = { E: "o'neil+b&a%41é@x.example", N: '10', U: 'https://x/?a=1&b=\'"<' }

// What Go's html/template made of the same templates.
test.each([
  ['a {{ .E }} b', 'a o&#39;neil&#43;b&amp;a%41é@x.example b'],
  ['<a href="{{ .E }}">', '<a href="o%27neil&#43;b&amp;a%41%c3%a9@x.example">'],
  ['<a href="?{{ .E }}">', '<a href="?o%27neil%2bb%26a%2541%c3%a9%40x.example">'],
  ['<a href="{{ .U }}">', '<a href="https://x/?a=1&amp;b=%27%22%3c">'],
  ['<a href="{{ "javascript:1" }}">', '<a href="#ZgotmplZ">'],
  ['<p style="color:{{ .E }}">', '<p style="color:ZgotmplZ">'],
  ['<style>a{color:{{ "#1d4ed8" }}}</style>{{ .N }}', '<style>a{color:#1d4ed8}</style>10'],
  ['a \n{{- /* b */ -}}\n c', 'ac'],
  ['{{ $x := "a" }}{{ if 1 }}{{ $x := "b" }}{{ end }}{{ $x }}', 'a'],
  ['{{ $x := "a" }}{{ if 1 }}{{ $x = "b" }}{{ end }}{{ $x }}', 'b'],
  ['{{ if eq 1 2 3 }}a{{ else if ne 1 2 }}b{{ else }}c{{ end }}', 'b'],
  ['{{ with .N }}{{ . }}{{ else }}-{{ end }}{{ with "" }}a{{ else }}-{{ end }}', '10-'],
  ['{{ and 1 0 2 }}{{ or 0 "" "x" }}{{ or 1 (eq 1 "a") }}{{ not "" }}', '0x1true'],
  ['{{ slice "abcde" 1 3 }}{{ len "é" }}{{ print 1 2 "a" 3 }}{{ "}}" }}', 'bc21 2a3}}'],
])('%s comes out as from Supabase', (template, expected) => {
  expect(renderTemplate(template, fields)).toBe(expected)
})

test.each([
  '{{ .E',
  '{{ end }}',
  '{{ if .E }}a',
  '{{ if .E }}a{{ else }}b{{ else }}c{{ end }}',
  '{{ $x }}',
  '{{ if 1 }}{{ $y := 1 }}{{ end }}{{ $y }}',
  '{{ if .E }}<a{{ end }}>',
  '<a href="{{ if .E }}?{{ end }}{{ .N }}">',
  '<p title="{{ .E }}',
  '{{ eq .E 1 }}',
  '{{ eq .E }}',
  '{{ and 1 (slice "a" 5) }}',
  '{{ slice "abc" 2 1 }}',
  '{{ slice 1 2 }}',
  '{{ len 3 }}',
  '{{ nofunc 1 }}',
  '{{ .E .N }}',
  '{{ "a" "b" }}',
  '{{ }}',
])('%s fails as at Supabase', (template) => {
  expect(() => renderTemplate(template, fields)).toThrow()
})

const siteUrl = 'https://pay.example/'
const named = {
  name: 'O’Neil & <b>"Söhne" }} {{ .Token }} \\',
  support: { label: 'help@shop.example', href: 'mailto:help@shop.example' },
  colours: { ...brand.colours, light: { accent: '#123456', onAccent: '#ffffff' } },
}
const render = (text: string, to: string, site = siteUrl) =>
  renderTemplate(fillBrand(text, named), {
    SiteURL: site,
    RedirectTo: to,
    Token: '1234567890',
    TokenHash: 'a'.repeat(56),
    Email: "o'neil+b@example.com",
  })

test.each(languages)('an email that the page requests in "%s" is in that language', async (tag) => {
  const words = emailWords[tag]!
  const { page } = await loadText(tag, {})
  expect([page.language, page.direction]).toEqual([tag, words.direction])
  for (const site of [siteUrl, 'https://pay.example']) {
    const to = `${siteUrl}?lang=${page.language}`
    const html = render(signInEmail().html, to, site)
    expect(render(signInEmail().subject, to, site)).toBe(words.subject)
    expect(html).toContain(`<html lang="${tag}" dir="${words.direction}">`)
    expect(html).toContain(words.lasts)
    const query = `?lang=${tag}#token_hash=${'a'.repeat(56)}&amp;email=o%27neil%2bb%40example.com`
    expect(html).toContain(`href="${site}${query}"`)
    expect(render(unchangedEmail().subject, to, site)).toBe(words.unchangedSubject)
    expect(render(unchangedEmail().html, to, site)).toContain(`>${words.unchangedSubject}</h1>`)
  }
})

test.each(['', '?lang=xx', '?lang=de&x=1', '#', 'evil?lang=de'])(
  'another way back (%j) is English, and comes out nowhere',
  (rest) => {
    const html = render(signInEmail().html, siteUrl + rest)
    expect(html).toContain('<html lang="en"')
    expect(html).not.toContain('evil')
  },
)

test('a name is text, and its color and support are the shop’s', () => {
  const html = render(signInEmail().html, siteUrl)
  const name = 'O’Neil &amp; &lt;b&gt;&#34;Söhne&#34; }} {{ .Token }} \\'
  expect(html).toContain(`Your billing with ${name}</h1>`)
  expect(html).toContain('bgcolor="#123456"')
  expect(html).toContain('href="mailto:help@shop.example"')
  expect(html).toContain('12345&nbsp;67890')
  expect(html.indexOf('12345&nbsp;')).toBeGreaterThan(html.indexOf(emailWords['en']!.preview))
})
