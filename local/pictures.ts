import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parse } from 'smol-toml'

/** Where Netlify serves resized pictures. https://docs.netlify.com/build/image-cdn/overview */
export const picturesPath = '/.netlify/images'

const settings = new URL('../netlify.toml', import.meta.url)

/**
 * A picture as Netlify would serve it: only from places that `netlify.toml` names. Nothing is fetched: each address has
 * a picture that is drawn here, always the same one.
 */
export async function answerPicture(request: Request): Promise<Response> {
  const { searchParams: query } = new URL(request.url)
  const [url, width] = [query.get('url') ?? '', Number(query.get('w') ?? 480)]
  const { images } = parse(await readFile(settings, 'utf8')) as {
    images?: { remote_images?: string[] }
  }
  const allowed = images?.remote_images ?? []
  if (!allowed.some((pattern) => new RegExp(pattern).test(url)))
    return new Response('Forbidden', { status: 403 })
  if (!Number.isInteger(width) || width < 1) return new Response('Bad request', { status: 400 })
  const headers = { 'Content-Type': 'image/svg+xml', 'X-Content-Type-Options': 'nosniff' }
  return new Response(draw(url, width), { headers })
}

/** Three shapes in colors that follow from the address. */
function draw(url: string, width: number): string {
  const [hue = 0, x = 0, y = 0, size = 0] = createHash('sha256').update(url).digest()
  const color = (turn: number, light: number) => `hsl(${(hue * 1.4 + turn) % 360} 45% ${light}%)`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${width}" viewBox="0 0 256 256"><rect width="256" height="256" fill="${color(0, 88)}"/><circle cx="${64 + x / 2}" cy="${64 + y / 2}" r="${40 + size / 8}" fill="${color(40, 62)}"/><path d="M0 256 L${x} ${96 + y / 4} L256 256 Z" fill="${color(200, 42)}" fill-opacity=".7"/></svg>`
}
