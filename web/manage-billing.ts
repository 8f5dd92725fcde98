import built from 'virtual:settings'
import { brand } from './brand.ts'
import { begin, tellState } from './element/begin.ts'
import { dress } from './element/dress.ts'
import { isShownAgain, takeBought } from './element/bought.ts'
import sheetText from './element/element.css?inline'
import sheetFile from './element/element.css?url'
import { takeArrival } from './element/fragment.ts'
import type { Arrival } from './element/fragment.ts'
import { createMemories } from './element/memory.ts'
import { createSession } from './element/session.ts'
import { readSettings } from './element/settings.ts'
import type { Settings } from './element/settings.ts'
import { createStage } from './element/stage.ts'
import type { Stage } from './element/stage.ts'
import { signInViews } from './sign-in/views.ts'
import { linksPath } from './billing/ask-for-links.ts'
import { loadFoundCode } from './billing/found-code.ts'
import { billingViews } from './billing/views.ts'
import { errorViews } from './errors/views.ts'
import { firstState } from './first-state.ts'
import { supportLine } from './parts/support-line.ts'
import { findObstacle } from './requests/ask-door.ts'
import type { State, Views } from './state.ts'
import { keepTrail } from './trail.ts'
import tokensText from './tokens.css?inline'
import tokensFile from './tokens.css?url'
import { languages, loadText, pickLanguage, pickRegion } from './words/locale.ts'

const views: Views = { ...signInViews, ...billingViews, ...errorViews }

const sheets = [
  { text: tokensText, file: tokensFile },
  { text: sheetText, file: sheetFile },
]

// Kept apart from `new URL(...)`: together, the two are Vite's notation for a file to be bundled.
const scriptUrl = import.meta.url

/**
 * `<manage-billing>`: sign-in by email, and the way to the portal of every billing account under the address.
 * Attributes, all optional: `gateway`, `supabase-url`, `publishable-key`, `lang`, `email`, `intent`, `scheme`, and
 * `standalone`, only on our own page (docs/embedding.md). It has `data-loading` while it looks up billing accounts, what
 * is had beside them, or an order. Hooks and events: `state.ts`.
 */
class ManageBilling extends HTMLElement {
  #stage: Stage<State> | null = null
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
    const bought = takeBought(window, this.hasAttribute('standalone'))
    const given = readSettings({
      built,
      attribute: (name) => this.getAttribute(name),
      scriptUrl,
      locationUrl: location.href,
      brandLanguage: brand.language,
      browserLanguages: navigator.languages,
    })
    const arrival = given.standalone ? takeArrival(window) : null
    // The link in the email says nothing of it.
    const settings = { ...given, intent: given.intent ?? this.#memories.intent.find() }
    const language = pickLanguage(settings.wanted, languages)
    const [text] = await Promise.all([
      loadText(language, brand.text),
      dress(root, sheets, scriptUrl),
    ])
    if (signal.aborted) return
    if (settings.standalone) {
      document.documentElement.lang = text.page.language
      document.documentElement.dir = text.page.direction
    }
    const locale = pickRegion([...settings.wanted, ...navigator.languages], language)
    const memories = this.#memories
    const page = { settings, brand, text, locale, session: this.#session, memories }
    const note = settings.standalone
      ? keepTrail({
          current: () => this.#stage?.current() ?? null,
          show: (state) => this.#stage?.show(state),
          waiting: memories.waiting.find,
          signal,
        })
      : () => undefined
    this.#stage = createStage<State>({
      page,
      views,
      root,
      closing: supportLine,
      onState: (name, isArriving) => {
        note(name)
        this.#tell(name, isArriving)
      },
      onArrived: () => this.removeAttribute('data-loading'),
    })
    if (arrival !== null || !isShownAgain()) this.#memories.bought.drop()
    this.#open(settings, arrival, bought ?? this.#memories.bought.find())
    this.#listen(settings, signal)
    const isForeign = settings.gateway !== location.origin
    if (isForeign || settings.unseen.length > 0) await this.#doubt(settings, signal)
  }

  /**
   * Variables may be withheld from the build and given only to the door, and only the door knows which other sites may
   * embed it.
   */
  async #doubt({ gateway }: Settings, signal: AbortSignal): Promise<void> {
    const atSignIn = () => this.#stage?.current() === 'sign-in'
    const obstacle = atSignIn() ? await findObstacle(gateway + linksPath, signal) : null
    if (obstacle !== null && atSignIn()) this.#stage?.show({ name: 'not-set-up', obstacle })
  }

  #open(settings: Settings, arrival: Arrival | null, bought: string | null): void {
    const hasSession = this.#session.find() !== null
    const { missing, email } = settings
    const waiting = this.#memories.waiting.find()
    this.#stage?.show(firstState({ missing, arrival, hasSession, email, waiting, bought }))
  }

  #listen(settings: Settings, signal: AbortSignal): void {
    // On the way back from the portal, the browser may show the page as it was left; the billing accounts may have
    // changed since, or the visitor may have signed out and somebody else may be sitting there now.
    const onShow = (event: PageTransitionEvent) => {
      const shown = this.#stage?.current() ?? null
      const isStale =
        this.#session.find() !== null || (shown !== null && views[shown].session === 'needs')
      if (event.persisted && isStale) this.#open(settings, null, null)
    }
    addEventListener('pageshow', onShow, { signal })
    // A link that is pasted into this very tab changes only the fragment.
    const onHash = () => {
      const bought = takeBought(window, settings.standalone)
      const arrival = settings.standalone ? takeArrival(window) : null
      const isArrival = arrival !== null && arrival.kind !== 'message'
      if (isArrival) this.#memories.bought.drop()
      if (isArrival || bought !== null) this.#open(settings, isArrival ? arrival : null, bought)
    }
    addEventListener('hashchange', onHash, { signal })
  }

  #tell(state: State['name'], isArriving: boolean): void {
    // While the visitor reads, so that it is there with the answer; if it doesn't come, `loading` asks again.
    if (state === 'mail-sent' || state === 'confirm') loadFoundCode().catch(() => undefined)
    tellState(this, 'manage-billing:state', { state, isArriving })
  }
}

if (!customElements.get('manage-billing')) customElements.define('manage-billing', ManageBilling)
