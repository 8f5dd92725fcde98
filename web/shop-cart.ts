import built from 'virtual:settings'
import { brand } from './brand.ts'
import { begin, tellState } from './element/begin.ts'
import { isShownAgain, takeBought } from './element/bought.ts'
import { dress } from './element/dress.ts'
import sheetText from './element/element.css?inline'
import sheetFile from './element/element.css?url'
import { createMemories } from './element/memory.ts'
import { createSession } from './element/session.ts'
import { readSettings } from './element/settings.ts'
import type { Settings } from './element/settings.ts'
import { createStage } from './element/stage.ts'
import type { Stage } from './element/stage.ts'
import { notSetUpView } from './errors/not-set-up.ts'
import { supportLine } from './parts/support-line.ts'
import { boughtViews } from './cart/bought.ts'
import cartText from './cart/cart.css?inline'
import cartFile from './cart/cart.css?url'
import { takeCartLink } from './cart/cart-link.ts'
import type { CartLine } from './cart/cart.ts'
import { keptCart } from './cart/kept-cart.ts'
import type { CartPage, CartState, CartViews } from './cart/states.ts'
import { cartViews } from './cart/views.ts'
import { checkoutPath } from './requests/ask-for-checkout.ts'
import { findBillingUrl } from './plans/place.ts'
import { findObstacle } from './requests/ask-door.ts'
import tokensText from './tokens.css?inline'
import tokensFile from './tokens.css?url'
import { languages, pickLanguage, pickRegion } from './words/locale.ts'
import { loadCartText } from './words/cart/locale.ts'

const views: CartViews = {
  ...cartViews,
  ...boughtViews,
  'not-set-up': { view: notSetUpView, session: 'keeps' },
}

const sheets = [
  { text: tokensText, file: tokensFile },
  { text: sheetText, file: sheetFile },
  { text: cartText, file: cartFile },
]

// Kept apart from `new URL(...)`: together, the two are Vite's notation for a file to be bundled.
const scriptUrl = import.meta.url

/**
 * `<shop-cart>`: the cart of this browser, and the way to Stripe's page where it is paid. Nobody needs to be signed in.
 * Attributes, all optional: `gateway`, `lang`, `scheme`, and `standalone`, only on our own page (docs/embedding.md). It
 * has `data-loading` while it asks for prices, or after an order. Hooks and events: `cart/states.ts`.
 */
class ShopCart extends HTMLElement {
  #stage: Stage<CartState> | null = null
  readonly #session = createSession(() => sessionStorage)
  readonly #memories = createMemories()
  #leaving = new AbortController()

  /** An element that is moved or put back starts over; whatever was under way ended with `disconnectedCallback`. */
  connectedCallback(): void {
    this.#leaving = new AbortController()
    const { signal } = this.#leaving
    begin(this, (root) => this.#start(root, signal))
  }

  disconnectedCallback(): void {
    this.#leaving.abort()
    this.#stage?.leave()
  }

  async #start(root: ShadowRoot, signal: AbortSignal): Promise<void> {
    // Before anything else: whoever has the id of an order sees what was bought.
    const returned = takeBought(window, this.hasAttribute('standalone'))
    const suggested = this.hasAttribute('standalone') ? takeCartLink(window) : []
    const page = await this.#makePage(root)
    if (signal.aborted) return
    const { settings, text } = page
    if (settings.standalone) {
      document.documentElement.lang = text.page.language
      document.documentElement.dir = text.page.direction
    }
    this.#stage = createStage<CartState>({
      page,
      views,
      root,
      closing: supportLine,
      onState: (state, isArriving) => tellState(this, 'shop-cart:state', { state, isArriving }),
      onArrived: () => this.removeAttribute('data-loading'),
    })
    this.#open(returned ?? (isShownAgain() ? this.#memories.bought.find() : null), suggested)
    this.#listen(settings, signal)
    if (settings.gateway === location.origin) return
    const obstacle = await findObstacle(settings.gateway + checkoutPath, signal)
    if (obstacle === 'origin' && !signal.aborted) this.#stage.show({ name: 'not-set-up', obstacle })
  }

  #open(bought: string | null, suggested: CartLine[] = []): void {
    this.#stage?.show(
      bought === null
        ? { name: 'loading', suggested }
        : { name: 'checking-purchase', session: bought },
    )
  }

  async #makePage(root: ShadowRoot): Promise<Omit<CartPage, 'go' | 'say' | 'signal'>> {
    const attribute = (name: string) => this.getAttribute(name)
    const locationUrl = location.href
    const given = readSettings({
      built,
      attribute,
      scriptUrl,
      locationUrl,
      brandLanguage: brand.language,
      browserLanguages: navigator.languages,
    })
    const language = pickLanguage(given.wanted, languages)
    const [text] = await Promise.all([
      loadCartText(language, brand.text),
      dress(root, sheets, scriptUrl),
    ])
    const locale = pickRegion([...given.wanted, ...navigator.languages], language)
    const { frontendUrl } = built
    const place = { standalone: given.standalone, attribute, locationUrl }
    const billingUrl = findBillingUrl({ ...place, scriptUrl, frontendUrl })
    const [session, memories, cart] = [this.#session, this.#memories, keptCart()]
    return { settings: given, brand, text, locale, session, memories, cart, billingUrl }
  }

  #listen({ standalone }: Settings, signal: AbortSignal): void {
    // On the way back from Stripe's page, the browser may show this one as it was left, with a button that is pending.
    const onShow = ({ persisted }: PageTransitionEvent) => {
      if (persisted && this.#stage?.current() === 'cart') this.#open(null)
    }
    addEventListener('pageshow', onShow, { signal })
    // An address that is pasted into this very tab changes only the fragment.
    const onHash = () => {
      const bought = takeBought(window, standalone)
      const suggested = standalone ? takeCartLink(window) : []
      if (bought !== null || suggested.length > 0) this.#open(bought, suggested)
    }
    addEventListener('hashchange', onHash, { signal })
  }
}

if (!customElements.get('shop-cart')) customElements.define('shop-cart', ShopCart)
