import { createHmac } from 'node:crypto'
import { ServiceError } from './service-error.ts'

/** What a request to the deployed site came to; a redirect is not followed. */
export type Answered = {
  status: number
  headers: Headers
  /** At most 200,000 characters. */
  text: string
}

/**
 * The deployed page and its doors, as the world sees them. Changes nothing.
 * Every call: @throws {ServiceError} where no answer comes.
 */
export type DeployedPage = {
  /** The page's address, as it is set. */
  url: string
  webhookUrl: string
  readPage(): Promise<Answered>
  /** Asks for links without having signed in. */
  askForLinks(): Promise<Answered>
  /** Rings the webhook's door without a signature, or signed with this secret, about something that is ignored. */
  ring(secret: string | null): Promise<Answered>
  askHealth(): Promise<Answered>
}

/** Where Stripe rings, on the page's origin. */
export function webhookUrlOf(page: string): string {
  return new URL('/api/stripe-webhook', page).href
}

/** @param page.url an absolute address */
export function readDeployedPage(page: { url: string; now: () => number }): DeployedPage {
  const at = (path: string) => new URL(path, page.url).href
  async function ask(path: string, init: RequestInit): Promise<Answered> {
    const where = `${init.method} ${new URL(path, page.url).pathname}`
    try {
      const response = await fetch(at(path), {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.timeout(15_000),
      })
      const text = (await response.text()).slice(0, 200_000)
      return { status: response.status, headers: response.headers, text }
    } catch (cause) {
      throw new ServiceError('page', { at: where, status: null }, { cause })
    }
  }
  return {
    url: page.url,
    webhookUrl: webhookUrlOf(page.url),
    readPage: () => ask(page.url, { method: 'GET' }),
    askForLinks: () => ask('/api/portal-links', { method: 'POST' }),
    askHealth: () => ask('/api/health', { method: 'GET' }),
    ring(secret) {
      const body = JSON.stringify({ id: 'evt_doctor', object: 'event', type: 'doctor.looked' })
      const t = Math.floor(page.now() / 1000)
      const v1 =
        secret === null ? null : createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
      return ask('/api/stripe-webhook', {
        method: 'POST',
        body,
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          ...(v1 === null ? {} : { 'Stripe-Signature': `t=${t},v1=${v1}` }),
        },
      })
    },
  }
}
