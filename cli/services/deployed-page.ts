import { createHmac } from 'node:crypto'
import type { Door } from '#server/needs.ts'
import { doors } from '#server/needs.ts'
import { ServiceError } from './service-error.ts'
import type { Patience } from './wire/patience.ts'
import { createPatience, retryAfterIn } from './wire/patience.ts'

/** What a request to the deployed site came to; a redirect is not followed. */
export type Answered = {
  status: number
  headers: Headers
  /** At most 200,000 characters. */
  text: string
}

/**
 * The deployed page and its doors, as the world sees them. Changes nothing.
 * Every call: @throws {ServiceError} if no answer comes, or 429.
 */
export type DeployedPage = {
  /** The page's address, as it is set. */
  url: string
  readPage(): Promise<Answered>
  /** Asks a door by its method, and sends nothing. */
  ask(door: Pick<Door, 'path' | 'method'>): Promise<Answered>
  /** Asks for the links of whoever has this access token. */
  listLinks(accessToken: string): Promise<Answered>
  /** Rings the webhook's door, signed with this secret, about something that is ignored. */
  ring(secret: string): Promise<Answered>
  /** A short hash of each variable that the doors run with, `null` if the door doesn't tell. */
  readVariables(secret: string): Promise<ReadonlyMap<string, string> | null>
}

/** Where Stripe rings, on the page's origin. */
export function webhookUrlOf(page: string): string {
  return new URL(doors['stripe-webhook'].path, page).href
}

/** @param page.url an absolute address */
export function readDeployedPage(page: {
  url: string
  now: () => number
  patience?: Patience
}): DeployedPage {
  const { patience = createPatience() } = page
  const ask = (path: string, init: RequestInit) => patience.bear(() => send(path, init))
  async function send(path: string, init: RequestInit): Promise<Answered> {
    const url = new URL(path, page.url)
    const at = `${init.method} ${url.pathname}`
    let answer: Answered
    try {
      const response = await fetch(url, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.timeout(patience.answerMs),
      })
      const text = (await response.text()).slice(0, 200_000)
      answer = { status: response.status, headers: response.headers, text }
    } catch (cause) {
      throw new ServiceError('page', { at, status: null }, { cause })
    }
    const { status, headers } = answer
    if (status !== 429) return answer
    throw new ServiceError('page', { at, status, retryAfter: retryAfterIn(headers) })
  }
  const ring = (secret: string) => {
    const body = JSON.stringify({ id: 'evt_doctor', object: 'event', type: 'doctor.looked' })
    const t = Math.floor(page.now() / 1000)
    const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
    return ask(doors['stripe-webhook'].path, {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Stripe-Signature': `t=${t},v1=${v1}`,
      },
    })
  }
  return {
    url: page.url,
    readPage: () => ask(page.url, { method: 'GET' }),
    ask: ({ path, method }) => ask(path ?? '/', { method }),
    listLinks: (accessToken) =>
      ask(doors['portal-links'].path, {
        method: 'POST',
        body: '{}',
        headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
      }),
    ring,
    async readVariables(secret) {
      const { variables } = parseObject((await ring(secret)).text)
      return typeof variables === 'object' && variables !== null
        ? new Map(Object.entries(variables as Record<string, string>))
        : null
    },
  }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>
  } catch {
    return {}
  }
}
