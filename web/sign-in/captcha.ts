import { h } from '../element/render.ts'
import { PageFault } from '../requests/faults.ts'
import type { Page } from '../state.ts'

/** Proves that a person is asking: Cloudflare Turnstile, if the owner has set a site key. */
export type Captcha = {
  /** The place for a challenge, in case a visitor has to answer one; empty until then. */
  element: HTMLElement | null
  /** Fetches the script, so that it is ready when the form is sent. Never rejects. */
  warm(): void
  /** A token for one email; `null` if no captcha is wanted. @throws `captcha_failed` */
  solve(): Promise<string | null>
}

/** https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/ */
type Turnstile = {
  render(place: HTMLElement, options: Record<string, unknown>): string | undefined
  remove(widget: string): void
}

declare global {
  interface Window {
    turnstile?: Turnstile
  }
}

const scriptUrl = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit'
const scriptPatienceMs = 15_000
/** A person may have to answer a challenge. */
const patienceMs = 120_000

let loading: Promise<Turnstile> | undefined

/** A captcha for one state of the page. Without a site key it does nothing and asks nobody. */
export function createCaptcha({ settings, text, signal }: Page): Captcha {
  const sitekey = settings.turnstileSiteKey
  if (sitekey === '') return { element: null, warm: () => undefined, solve: async () => null }

  // The script looks for its place in the document, not in shadow roots: the challenge is a child of the element, and
  // the slot shows it in the form.
  const slot = h('slot', { name: 'captcha' })
  return {
    element: slot,
    warm: () => void load().catch(() => undefined),
    async solve() {
      const turnstile = await load()
      signal.throwIfAborted()
      const place = h('div', { slot: 'captcha' })
      const root = slot.getRootNode()
      if (root instanceof ShadowRoot) root.host.append(place)
      let widget: string | undefined
      try {
        return await new Promise<string>((resolve, reject) => {
          const fail = (why: unknown) => reject(failed(String(why)))
          const limit = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
          limit.addEventListener('abort', () =>
            signal.aborted ? reject(signal.reason) : fail('slow'),
          )
          widget = turnstile.render(place, {
            sitekey,
            action: 'mail',
            appearance: 'interaction-only',
            size: 'flexible',
            language: text.page.language,
            retry: 'never',
            'response-field': false,
            callback: resolve,
            'error-callback': (code: unknown) => (fail(code), true),
            'timeout-callback': () => fail('no answer'),
            'unsupported-callback': () => fail('unsupported browser'),
          })
        })
      } finally {
        if (widget !== undefined) turnstile.remove(widget)
        place.remove()
      }
    },
  }
}

/** The script, once for a page; if it did not load, it is asked for again the next time. */
function load(): Promise<Turnstile> {
  loading ??= fetchScript().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

async function fetchScript(): Promise<Turnstile> {
  const script = document.createElement('script')
  const outcome = new Promise<string>((resolve) => {
    for (const name of ['load', 'error'])
      script.addEventListener(name, () => resolve(name), { once: true })
    setTimeout(() => resolve('slow'), scriptPatienceMs)
  })
  script.src = scriptUrl
  document.head.append(script)
  const name = await outcome
  if (name === 'load' && window.turnstile) return window.turnstile
  script.remove()
  throw failed(`the script: ${name}`)
}

function failed(why: string): PageFault {
  return new PageFault('captcha_failed', `Turnstile gave no token (${why})`)
}
