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

/** A captcha for one state of the page. Without a site key it does nothing and asks nobody. */
export function createCaptcha({ settings, text, signal }: Page): Captcha {
  const sitekey = settings.turnstileSiteKey
  if (sitekey === '') return { element: null, warm: () => undefined, solve: async () => null }

  // The script looks for its place in the document, not in shadow roots: the challenge is a child of the element, and
  // the slot shows it in the form.
  const slot = h('slot', { name: 'captcha' })
  const turnstile = () => import('./turnstile.ts')
  return {
    element: slot,
    warm: () =>
      void turnstile()
        .then(({ load }) => load())
        .catch(() => undefined),
    async solve() {
      const place = h('div', { slot: 'captcha' })
      const show = () => {
        const root = slot.getRootNode()
        if (root instanceof ShadowRoot) root.host.append(place)
      }
      try {
        const { solve } = await turnstile()
        return await solve({ sitekey, language: text.page.language, place, show, signal })
      } catch (cause) {
        signal.throwIfAborted()
        throw new PageFault('captcha_failed', `Turnstile gave no token (${String(cause)})`, {
          cause,
        })
      } finally {
        place.remove()
      }
    },
  }
}
