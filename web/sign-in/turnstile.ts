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

/**
 * Has Cloudflare's script tell a person from a machine; in a file of its own, which nobody loads without a site key.
 * @param show shows the place for a challenge, once the script is there
 * @returns a token for one email
 * @throws why there is none, or the signal's own reason
 */
export async function solve({
  sitekey,
  language,
  place,
  show,
  signal,
}: {
  sitekey: string
  language: string
  place: HTMLElement
  show: () => void
  signal: AbortSignal
}): Promise<string> {
  const turnstile = await load()
  signal.throwIfAborted()
  show()
  let widget: string | undefined
  try {
    return await new Promise<string>((resolve, reject) => {
      const fail = (why: unknown) => reject(new Error(String(why)))
      signal.addEventListener('abort', () => reject(signal.reason))
      AbortSignal.timeout(patienceMs).addEventListener('abort', () => fail('slow'))
      widget = turnstile.render(place, {
        sitekey,
        action: 'mail',
        appearance: 'interaction-only',
        size: 'flexible',
        language,
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
  }
}

/** The script, once for a page; if it did not load, it is asked for again the next time. */
export function load(): Promise<Turnstile> {
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
  throw new Error(`the script: ${name}`)
}
