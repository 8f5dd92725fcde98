import { createHmac } from 'node:crypto'
import type { Project } from '#local/supabase/project.ts'
import { authFields } from './auth-fields.ts'
import { authLinks } from './auth-links.ts'
import type { AuthConfig } from './auth-stock.ts'
import { stockAuthConfig } from './auth-stock.ts'

export type AuthStore = ReturnType<typeof createAuthStore>

/** Where a project's auth settings live: those that Auth acts by are in Auth, the others are kept here. */
export function createAuthStore(project: Project, ref: string) {
  const kept = stockAuthConfig()

  function read(): AuthConfig {
    const linked = [...authLinks].map(([name, link]) => [name, link.read(project)])
    return { ...kept, ...Object.fromEntries(linked) }
  }

  return {
    read,
    apply(changes: AuthConfig): void {
      for (const [name, value] of Object.entries(changes)) {
        const link = authLinks.get(name)
        if (link) link.write(project, value)
        else kept[name] = value
      }
    },
    /** As the API tells it: of a secret no more than a digest, by which two can be compared. */
    describe(): AuthConfig {
      const told = Object.entries(read()).map(([name, value]) => {
        const isSecret = authFields.get(name)?.type === 'secret'
        return [name, isSecret && typeof value === 'string' ? digest(ref, value) : value]
      })
      return Object.fromEntries(told) as AuthConfig
    },
  }
}

function digest(ref: string, value: string): string {
  return createHmac('sha256', ref).update(value).digest('hex')
}
