import type { PGlite } from '@electric-sql/pglite'
import { createControls } from '../wire/controls.ts'
import type { Listener } from '../wire/listen.ts'
import { listen } from '../wire/listen.ts'
import { startMemory } from './auth/memory.ts'
import type { SignedIn } from './auth/ways/sign-in.ts'
import { signIn } from './auth/ways/sign-in.ts'
import { makeSigningKeys } from './auth/signing-keys.ts'
import type { Claims, MintOptions } from './auth/tokens.ts'
import { mintToken } from './auth/tokens.ts'
import { readSettings } from './config-file.ts'
import type { Controls } from './controls.ts'
import { initialControls } from './controls.ts'
import type { Beginning } from './database.ts'
import { emptyTables, openDatabase, wipeDatabase } from './database.ts'
import type { Email } from './email.ts'
import { makeKeyRing, makeRef } from './key-ring.ts'
import type { Project } from './project.ts'
import type { Noted } from './service.ts'
import { createService } from './service.ts'
import { stockSettings } from './settings.ts'

export type { Fault } from '../wire/fault.ts'
export type { Claims, MintOptions }

export type SupabaseStandIn = Listener<Controls, Noted, 'latencyMs'> & {
  /** What the project is called in its owner's dashboard: twenty letters. */
  readonly ref: string
  publishableKey: string
  secretKey: string
  /** The two legacy tokens; accepted while the control `apiKeys` says so. */
  anonKey: string
  serviceRoleKey: string
  /** The shared secret of a project whose control `legacySecret` is on. */
  legacySecret: string
  database: PGlite
  /** For the stand-in of the API that manages the project. */
  project: Project
  inbox: { readonly emails: Email[]; newestTo(address: string): Email | undefined; clear(): void }
  /** Where the stand-in is reached; `iss` and the links of emails follow. */
  setPublicUrl(url: string): void
  /** The page that the emails link to. */
  setSiteUrl(url: string): void
  mintToken(claims?: Claims, options?: MintOptions): Promise<string>
  /** Asks for a link and redeems it, as a user who reads the email; doesn't keep the gap between two emails. */
  signIn(email: string): Promise<SignedIn>
  rotateKey(options: { keepOld: boolean }): Promise<void>
  /** No rows, no users, no emails; tickets go on counting. */
  empty(): Promise<void>
  /** Back to a project that Supabase has just made, with this beginning: no users, no emails, nothing of ours. */
  wipe(beginning: Beginning): Promise<void>
}

export type SupabaseOptions = Beginning & {
  /** The page that the emails link to: FRONTEND_URL. */
  siteUrl: string
  /** `ours`: as `supabase/config.toml` says; `stock`: as Supabase hands a project out. */
  settings?: 'ours' | 'stock'
  /** An old project: signs with its shared secret, and has no keys but the two legacy tokens. */
  legacy?: boolean
  /** One that is open already, and stays open when the stand-in closes. */
  database?: PGlite
}

/** Starts an imaginary Supabase project on 127.0.0.1 with the real migrations, settings and email templates. */
export async function startSupabaseStandIn(options: SupabaseOptions): Promise<SupabaseStandIn> {
  const settings = options.settings === 'stock' ? stockSettings() : await readSettings()
  const controls = createControls(
    () => initialControls(settings, options.legacy ?? false),
    ['latencyMs'],
  )
  const ref = makeRef()
  const keys = await makeSigningKeys()
  const project: Project = {
    database: options.database ?? (await openDatabase(options)),
    keys,
    keyRing: await makeKeyRing(ref, keys.legacySecret),
    controls: controls.now,
    publicUrl: '',
    siteUrl: options.siteUrl,
    emails: [],
    emailsSent: 0,
    memory: startMemory(),
    now: () => Date.now() + controls.now.clockAheadSeconds * 1000,
  }
  const { database, keyRing, emails } = project
  const listener = await listen(createService(project, controls), 0)
  project.publicUrl = listener.url

  return {
    ...listener,
    get url() {
      return project.publicUrl
    },
    ref,
    publishableKey: keyRing.keys[0]!.key,
    secretKey: keyRing.keys[1]!.key,
    anonKey: keyRing.anonKey,
    serviceRoleKey: keyRing.serviceRoleKey,
    legacySecret: keys.legacySecret,
    database,
    project,
    resetControl() {
      listener.resetControl()
      project.memory = startMemory()
    },
    inbox: {
      emails,
      newestTo: (address) => emails.findLast((email) => email.to === address.toLowerCase()),
      clear: () => void emails.splice(0),
    },
    setPublicUrl: (url) => void (project.publicUrl = url.replace(/\/$/, '')),
    setSiteUrl: (url) => void (project.siteUrl = url),
    mintToken: (claims = {}, how = {}) => mintToken(project, claims, how),
    signIn: (email) => signIn(project, email),
    rotateKey: (how) => keys.rotate(how),
    async empty() {
      emails.splice(0)
      await emptyTables(database)
    },
    async wipe(beginning) {
      emails.splice(0)
      await wipeDatabase(database, beginning)
    },
    async close() {
      await listener.close()
      if (options.database === undefined) await database.close()
    },
  }
}
