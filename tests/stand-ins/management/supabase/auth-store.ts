import { createHmac } from 'node:crypto'
import type { Project } from '#local/supabase/project.ts'
import { authFields } from './auth-fields.ts'
import { authLinks } from './auth-links.ts'
import { stockAuthConfig, type AuthConfig } from './auth-stock.ts'

export type AuthStore = ReturnType<typeof createAuthStore>

/** Where a project's auth settings live: what Auth acts by is in Auth, the rest is kept here. */
export function createAuthStore(project: Project, ref: string) {
  let kept = stockAuthConfig()
  let held: AuthConfig = {}

  function read(): AuthConfig {
    const linked = [...authLinks].map(([name, link]) => [name, link.read(project)])
    return { ...kept, ...Object.fromEntries(linked), ...held }
  }

  function apply(changes: AuthConfig): void {
    for (const [name, value] of Object.entries(changes)) {
      const link = authLinks.get(name)
      if (link) link.write(project, value)
      else kept[name] = value
    }
  }

  return {
    read,
    apply,
    /** Stored and told, but Auth goes on as before until `release`. */
    hold: (changes: AuthConfig) => void (held = { ...held, ...changes }),
    release(): void {
      apply(held)
      held = {}
    },
    /** As the API tells it: of a secret no more than a digest, by which two can be compared. */
    describe(): AuthConfig {
      const told = Object.entries(read()).map(([name, value]) => {
        const isSecret = authFields.get(name)?.type === 'secret'
        return [name, isSecret && typeof value === 'string' ? digest(ref, value) : value]
      })
      return Object.fromEntries(told) as AuthConfig
    },
    reset(): void {
      kept = stockAuthConfig()
      held = {}
    },
  }
}

function digest(ref: string, value: string): string {
  return createHmac('sha256', ref).update(value).digest('hex')
}
