import type { BrowserContext } from 'playwright-core'

/** How the imaginary Cloudflare behaves: lets pass, shows something to press, refuses, or does not come. */
export type Manner = 'passes' | 'asks' | 'refuses' | 'absent'

export const turnstileOrigin = 'https://challenges.cloudflare.com'

/** Turnstile as far as the page speaks to it. Each token is another: `<prefix>`, then `<prefix>-2`... */
const script = (manner: Manner, token: string) => `
  let drawn = 0
  const draw = () => (drawn += 1) === 1 ? '${token}' : '${token}-' + drawn
  window.turnstile = {
    rendered: [],
    render(place, options) {
      window.turnstile.rendered.push({ sitekey: options.sitekey, isInDocument: document.contains(place) })
      if ('${manner}' === 'passes') setTimeout(() => options.callback(draw()))
      if ('${manner}' === 'refuses') setTimeout(() => options['error-callback']('300010'))
      if ('${manner}' === 'asks') {
        const frame = document.createElement('iframe')
        frame.src = '${turnstileOrigin}/frame'
        frame.title = 'Are you human?'
        addEventListener('message', ({ origin }) => {
          if (origin === '${turnstileOrigin}') options.callback(draw())
        })
        place.append(frame)
      }
      return 'widget-' + window.turnstile.rendered.length
    },
    remove() {},
  }`

const frame = `<!doctype html><title>Challenge</title><button>I am</button>
  <script>document.querySelector('button').onclick = () => parent.postMessage('yes', '*')</script>`

/** Answers for Cloudflare in this browser; asked again, it behaves in the new manner from then on. */
export async function standInForTurnstile(
  context: BrowserContext,
  manner: Manner,
  token: string,
): Promise<void> {
  await context.unroute(`${turnstileOrigin}/**`)
  await context.route(`${turnstileOrigin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    if (manner === 'absent') return route.abort()
    if (pathname === '/turnstile/v0/api.js')
      return route.fulfill({ contentType: 'text/javascript', body: script(manner, token) })
    if (pathname === '/frame') return route.fulfill({ contentType: 'text/html', body: frame })
    return route.fulfill({ status: 501, body: pathname })
  })
}
