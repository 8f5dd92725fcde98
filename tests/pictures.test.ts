import { readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { expect, test } from 'vitest'
import { answerPicture } from '#local/pictures.ts'
import { pictureUrl, usualSources } from '#server/rules/product-page/picture.ts'
import { brand } from '../web/brand.ts'

const { images } = parse(readFileSync(new URL('../netlify.toml', import.meta.url), 'utf8')) as {
  images: { remote_images: string[] }
}
const ask = (url: string, width = '480') => {
  const query = new URLSearchParams({ url, w: width })
  return answerPicture(new Request(`http://127.0.0.1/.netlify/images?${query}`))
}

test('what the page shows is what Netlify may fetch, and nothing else', () => {
  const sources = brand.pictures ?? usualSources
  const escaped = sources.map((source) => `^${source.replaceAll('.', String.raw`\.`)}.*$`)
  expect(images.remote_images).toEqual(escaped)
})

test.each<[string, number]>([
  ['https://files.stripe.com/links/a.png', 200],
  ['https://files.stripe.com.evil.example/links/a.png', 403],
  ['https://evil.example/?https://files.stripe.com/links/a.png', 403],
  ['http://files.stripe.com/links/a.png', 403],
  ['/favicon.svg', 403],
  ['', 403],
])('the stand-in serves %s: %i', async (url, status) => {
  expect((await ask(url)).status).toBe(status)
})

test('a width is a number', async () => {
  expect(
    (await ask('https://files.stripe.com/links/a.png', '"><svg onload=alert(1)>')).status,
  ).toBe(400)
})

test('a way out of the folder is followed before it is compared', () => {
  expect(pictureUrl('https://files.stripe.com/links/../x.png', 1, usualSources)).toBeNull()
})
