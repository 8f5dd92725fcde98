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
import { boughtViews } from './plans/bought.ts'
import { checkoutPath } from './requests/ask-for-checkout.ts'
import { findAccount, findBillingUrl, findProduct, returnFor } from './plans/place.ts'
import plansText from './plans/plans.css?inline'
import plansFile from './plans/plans.css?url'
import type { PlansPage, PlansState, PlansViews } from './plans/states.ts'
import { plansViews } from './plans/views.ts'
import { findObstacle } from './requests/ask-door.ts'
import tokensText from './tokens.css?inline'
import tokensFile from './tokens.css?url'
import { languages, pickLanguage, pickRegion } from './words/locale.ts'
import { loadPlansText } from './words/plans/locale.ts'

const views: PlansViews = {
  ...plansViews,
  ...boughtViews,
  'not-set-up': { view: notSetUpView, session: 'keeps' },
}

const sheets = [
  { text: tokensText, file: tokensFile },
  { text: sheetText, file: sheetFile },
  { text: plansText, file: plansFile },
]

// Kept apart from `new URL(...)`: together, the two are Vite's notation for a file to be bundled.
const scriptUrl = import.meta.url

/**
 * `<buy-plans>`: what is for sale, and the way to Stripe's page where it is paid. Nobody needs to be signed in.
 * Attributes, all optional: `gateway`, `lang`, `for`, `scheme`, and `standalone`, only on our own page
 * (docs/embedding.md). It has `data-loading` while it asks what is for sale, or after an order. Hooks and events:
 * `plans/states.ts`.
 */
class BuyPlans extends HTMLElement {
  #stage: Stage<PlansState> | null = null
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
    const page = await this.#makePage(root)
    if (signal.aborted) return
    const { settings, text } = page
    if (settings.standalone) {
      document.documentElement.lang = text.page.language
      document.documentElement.dir = text.page.direction
    }
    this.#stage = createStage<PlansState>({
      page,
      views,
      root,
      closing: supportLine,
      onState: (state, isArriving) => tellState(this, 'buy-plans:state', { state, isArriving }),
      onArrived: () => this.removeAttribute('data-loading'),
    })
    this.#open(returned ?? (isShownAgain() ? this.#memories.bought.find() : null))
    this.#listen(settings, signal)
    if (settings.gateway === location.origin) return
    const obstacle = await findObstacle(settings.gateway + checkoutPath, signal)
    if (obstacle === 'origin' && !signal.aborted) this.#stage.show({ name: 'not-set-up', obstacle })
  }

  #open(bought: string | null): void {
    this.#stage?.show(
      bought === null ? { name: 'loading' } : { name: 'checking-purchase', session: bought },
    )
  }

  async #makePage(root: ShadowRoot): Promise<Omit<PlansPage, 'go' | 'say' | 'signal'>> {
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
      loadPlansText(language, brand.text),
      dress(root, sheets, scriptUrl),
    ])
    const locale = pickRegion([...given.wanted, ...navigator.languages], language)
    const place = { standalone: given.standalone, attribute, locationUrl }
    const account = findAccount(place)
    const product = findProduct(place)
    const returnUrl = returnFor(given.returnUrl, given.standalone ? account : null)
    const settings = { ...given, returnUrl }
    const { frontendUrl } = built
    const billingUrl = findBillingUrl({ ...place, scriptUrl, frontendUrl })
    const [session, memories] = [this.#session, this.#memories]
    return { settings, brand, text, locale, session, memories, account, product, billingUrl }
  }

  #listen({ standalone }: Settings, signal: AbortSignal): void {
    // On the way back from Stripe's page, the browser may show this one as it was left, with a button that is pending.
    const onShow = ({ persisted }: PageTransitionEvent) => {
      if (persisted && this.#stage?.current() === 'offers') this.#open(null)
    }
    addEventListener('pageshow', onShow, { signal })
    // An address that is pasted into this very tab changes only the fragment.
    const onHash = () => {
      const bought = takeBought(window, standalone)
      if (bought !== null) this.#open(bought)
    }
    addEventListener('hashchange', onHash, { signal })
  }
}

if (!customElements.get('buy-plans')) customElements.define('buy-plans', BuyPlans)
