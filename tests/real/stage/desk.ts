import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** An email as it arrived. */
export type Arrived = { to: string; subject: string; html: string }

/** What a test changes about a project; what it doesn't name is as `supabase/config.toml` says. */
export type Changes = {
  emailsPerHour?: number
  emailSignIn?: boolean
  autoconfirm?: boolean
  signupDisabled?: boolean
  /** Everyone but the owner is asked for one, and nobody here can solve it. */
  captcha?: boolean
  /** Of the real program alone: the stand-in knows none. */
  anonymousSignIns?: boolean
  /** Each asks a function of its name in `public`, which the test makes. */
  hooks?: ('custom_access_token' | 'before_user_created' | 'send_email')[]
  /** Whom the built-in mailer sends to. */
  authorizedAddresses?: string[]
  /** Mailboxes that take nothing. */
  undeliverable?: string[]
}

/** What a test does behind a side's back: look at its database and mailboxes, sign, change settings. */
export type Behind = {
  run(sql: string): Promise<unknown>
  rows(sql: string): Promise<unknown[]>
  emails(): Arrived[]
  mint(claims: Record<string, unknown>): Promise<string>
  /** Another writer is at work on the account of this address, until `null` is held instead. */
  hold(address: string | null): Promise<void>
  change(changes: Changes): Promise<void>
}

/** Where the tests, which run in a process of their own, reach a side. */
export type Side = {
  name: string
  /** `null`: there is no program. */
  auth: string | null
  rest: string
  desk: string
  keys: Record<'publishable' | 'secret', Record<string, string>>
  siteUrl: string
}

declare module 'vitest' {
  interface ProvidedContext {
    side: Side
  }
}

/** Opens the back door of a side; `files` are served as they are. */
export async function openDesk(behind: Behind, files: Record<string, string> = {}) {
  const acts: Record<string, (order: never) => unknown> = {
    run: async (sql: string) => void (await behind.run(sql)),
    rows: behind.rows,
    emails: behind.emails,
    mint: behind.mint,
    hold: behind.hold,
    change: behind.change,
  }
  const server = createServer((request, response) => {
    const name = request.url!.slice(1)
    const file = files[name]
    if (file !== undefined) return void response.end(file)
    const answer = async () => await acts[name]!(JSON.parse(await text(request)) as never)
    answer().then(
      (told) => response.end(JSON.stringify(told ?? null)),
      (error: Error) => response.writeHead(500).end(error.message),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
