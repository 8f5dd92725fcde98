import type { PGlite } from '@electric-sql/pglite'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answer, type Call, type Switchboard } from './answer.ts'
import { askForLink } from './auth/ask-for-link.ts'
import type { Mail } from './auth/mails.ts'
import { asAuth, parseAddress } from './auth/people.ts'
import type { SessionBody } from './auth/sessions.ts'
import { makeSigningKeys } from './auth/signing-keys.ts'
import { mintToken, type Claims, type MintOptions } from './auth/tokens.ts'
import { redeemToken } from './auth/verify.ts'
import { fairWeather, type Controls } from './controls.ts'
import { emptyTables, openDatabase, wipeDatabase, type Beginning, type Era } from './database.ts'
import { makeKeyRing, makeRef } from './key-ring.ts'
import type { Project } from './project.ts'
import { readSettings } from './settings.ts'
import { stockSettings } from './stock-settings.ts'

export type { Beginning, Call, Claims, Controls, Era, Mail, MintOptions }
export type { Fault } from './controls.ts'

/** What a signed-in browser holds. */
export type SignedIn = { accessToken: string; refreshToken: string; user: SessionBody['user'] }

export type SupabaseStandIn = {
  /** What SUPABASE_URL would be. */
  readonly url: string
  /** Twenty letters: what the project is called where its owner manages it. */
  readonly ref: string
  /** Where the mails link to. */
  readonly siteUrl: string
  publishableKey: string
  secretKey: string
  /** The two tokens of old; accepted while the control `apiKeys` says so. */
  anonKey: string
  serviceRoleKey: string
  /** The shared secret of a project whose control `legacySecret` is on. */
  legacySecret: string
  database: PGlite
  /** For who manages the project over its API. */
  project: Project
  inbox: { readonly mails: Mail[]; newestTo(address: string): Mail | undefined; clear(): void }
  /** `/rest/v1`, `/auth/v1`, `/inbox` and `/_control`; whoever mounts it takes his prefix off `request.url` first. */
  handle(request: IncomingMessage, response: ServerResponse): void
  /** Where the stand-in is reached: `iss` and the links of mails follow. */
  setPublicUrl(url: string): void
  setSiteUrl(url: string): void
  mintToken(claims?: Claims, options?: MintOptions): Promise<string>
  /** Asks for a link and redeems it, like a person who reads the mail; the gap between two mails is not kept. */
  signIn(email: string): Promise<SignedIn>
  rotateKey(options: { keepOld: boolean }): Promise<void>
  readonly controls: Controls
  control(changes: Partial<Controls>): void
  resetControl(): void
  calls: Call[]
  resetCalls(): void
  /** No rows, no people, no mails; tickets go on counting. */
  empty(): Promise<void>
  /** Back to a project that Supabase has just made, with this beginning: no people, no mails, nothing of ours. */
  wipe(beginning: Beginning): Promise<void>
  close(): Promise<void>
}

export type SupabaseOptions = Beginning & {
  /** The page that the mails link to: FRONTEND_URL. */
  siteUrl: string
  /** `ours`: as `supabase/config.toml` says; `stock`: as Supabase hands a project out. */
  settings?: 'ours' | 'stock'
  /** A project of old: signs with its shared secret, has the two tokens of old and no other keys. */
  legacy?: boolean
  /** Any free port where none is named. */
  port?: number
  now?: () => number
  dump?: Blob
  /** One that is open already, and stays open when the stand-in closes. */
  database?: PGlite
}

/** Starts an imaginary Supabase project on 127.0.0.1 with the real migrations, settings and mail templates. */
export async function startSupabaseStandIn(options: SupabaseOptions): Promise<SupabaseStandIn> {
  const settings = options.settings === 'stock' ? stockSettings() : await readSettings()
  const fair = () => fairWeather(structuredClone(settings), options.legacy ?? false)
  const clock = options.now ?? (() => Date.now())
  const ref = makeRef()
  const keys = await makeSigningKeys()
  const project: Project = {
    database: options.database ?? (await openDatabase(options)),
    keys,
    keyRing: await makeKeyRing(ref, keys.legacySecret, clock()),
    controls: fair(),
    publicUrl: '',
    siteUrl: options.siteUrl,
    mails: [],
    mailsSent: 0,
    now: () => clock() + project.controls.clockAheadSeconds * 1000,
  }
  const closing = new AbortController()
  const switchboard: Switchboard = {
    project,
    fair,
    calls: [],
    sleep: sleepUntil(closing.signal),
  }
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    answer(switchboard, request, response).catch((error: unknown) => {
      console.error('The Supabase stand-in failed at', request.method, request.url, error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  }
  const server = createServer(handle).listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  project.publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    get url() {
      return project.publicUrl
    },
    ref,
    get siteUrl() {
      return project.siteUrl
    },
    publishableKey: project.keyRing.keys[0]!.key,
    secretKey: project.keyRing.keys[1]!.key,
    anonKey: project.keyRing.anonKey,
    serviceRoleKey: project.keyRing.serviceRoleKey,
    legacySecret: project.keys.legacySecret,
    database: project.database,
    project,
    inbox: {
      mails: project.mails,
      newestTo: (address) => project.mails.findLast((mail) => mail.to === address.toLowerCase()),
      clear: () => void project.mails.splice(0),
    },
    handle,
    setPublicUrl: (url) => void (project.publicUrl = url.replace(/\/$/, '')),
    setSiteUrl: (url) => void (project.siteUrl = url),
    mintToken: (claims = {}, how = {}) => mintToken(project, claims, how),
    signIn: (email) => signIn(project, email),
    rotateKey: (how) => project.keys.rotate(how),
    get controls() {
      return project.controls
    },
    control: (changes) =>
      void (project.controls = { ...project.controls, ...structuredClone(changes) }),
    resetControl: () => void (project.controls = fair()),
    calls: switchboard.calls,
    resetCalls: () => void switchboard.calls.splice(0),
    async empty() {
      project.mails.splice(0)
      await emptyTables(project.database)
    },
    async wipe(beginning) {
      project.mails.splice(0)
      await wipeDatabase(project.database, beginning)
    },
    async close() {
      closing.abort()
      server.close()
      server.closeAllConnections()
      if (options.database === undefined) await project.database.close()
    },
  }
}

async function signIn(project: Project, address: string): Promise<SignedIn> {
  const email = parseAddress(address)
  const order = { email, createUser: true, data: {}, redirectTo: project.siteUrl, ignoreGap: true }
  await asAuth(project, (sql) => askForLink(sql, project, order))
  const { tokenHash } = project.mails.findLast((mail) => mail.to === email)!
  const session = await asAuth(project, (sql) =>
    redeemToken(sql, project, { type: 'email', tokenHash }),
  )
  if (session === null) throw new Error('A link that signs in opens a session')
  const { access_token: accessToken, refresh_token: refreshToken, user } = session
  return { accessToken, refreshToken, user }
}

/** Waits, or gives up waiting when the stand-in closes. */
function sleepUntil(signal: AbortSignal): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    if (milliseconds <= 0 || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    clearTimeout(timer)
  }
}
