import type { IncomingMessage, ServerResponse } from 'node:http'
import { readText, send, toRequest } from '#local/wire/node-http.ts'
import { serve } from './serve.ts'

/** One call that changes something, as it passed. */
export type Write = { host: string; method: string; path: string }

export type Trap = {
  /** Which of the writing calls springs it, from 1. */
  at: number
  /** `before`: the call never arrives; `after`: it is done, and the answer is lost. */
  when: 'before' | 'after'
  spring: () => void
}

/** A way to the stand-ins on which writing calls are counted, and a trap can be set at one of them. */
export type Tripwire = {
  /** By name of the target: what to use in place of its address. */
  urls: Record<string, string>
  /** Writing calls that were passed on, oldest first. */
  writes: Write[]
  /** How many calls came for this target since the last time that this was asked. */
  count(host: string): number
  set(trap: Trap | null): void
  close(): void
}

/** Reading by POST: a query that may only read, and what is tried on objects that do not exist. */
const readsAll = [
  /\/database\/query\/read-only$/,
  /^\/v1\/billing_portal\/sessions$/,
  /^\/v1\/checkout\/sessions$/,
  /_portal_gateway_setup$/,
]

/** @param targets addresses of stand-ins by name */
export async function startTripwire(targets: Record<string, string>): Promise<Tripwire> {
  const writes: Write[] = []
  const calls = new Map<string, number>()
  let trap: Trap | null = null
  let seen = 0

  async function pass(host: string, message: IncomingMessage, response: ServerResponse) {
    const body = await readText(message)
    const request = toRequest(message, targets[host]!, body)
    for (const name of ['host', 'connection', 'content-length']) request.headers.delete(name)
    const { method, url } = request
    const path = new URL(url).pathname
    calls.set(host, (calls.get(host) ?? 0) + 1)
    const isWrite =
      method !== 'GET' &&
      body !== '{"query":"select 1"}' &&
      !readsAll.some((pattern) => pattern.test(path))
    if (isWrite) seen += 1
    const sprung = isWrite && trap?.at === seen ? trap : null
    if (sprung?.when === 'before') return sprung.spring()
    if (isWrite) writes.push({ host, method, path })
    const answer = await fetch(request, { redirect: 'manual' })
    // The whole of it: only then is the call done.
    const text = await answer.text()
    // No content is none, not an empty one.
    const whole = new Response(text === '' ? null : text, answer)
    if (sprung !== null) return sprung.spring()
    await send(whole, response)
  }

  const names = Object.keys(targets)
  const served = await Promise.all(
    names.map((name) => serve((message, response) => pass(name, message, response))),
  )
  return {
    urls: Object.fromEntries(names.map((name, index) => [name, served[index]!.origin])),
    writes,
    count(host) {
      const count = calls.get(host) ?? 0
      calls.delete(host)
      return count
    },
    set(next) {
      trap = next
      seen = 0
    },
    close() {
      for (const each of served) each.close()
    },
  }
}
