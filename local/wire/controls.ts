import type { Fault } from './fault.ts'

/** What every stand-in can be told; each adds what its service knows. */
export type Disturbances = { faults: Fault[] }

/** Fields that replace the present ones; of a group (`G`), only the named parts. */
export type Changes<C, G extends keyof C = never> = Partial<Omit<C, G>> & {
  [Name in G]?: Partial<C[Name]>
}

export type Controls<C extends Disturbances, G extends keyof C = never> = {
  /** The present state: always this object, so it may be kept. */
  readonly now: C
  change(changes: Changes<C, G>): void
  reset(): void
  /** The first name in a patch that is no control, such as `deliveries.dorp`, or `null`. */
  findUnknown(patch: object): string | null
}

/**
 * Controls that are changed in part and reset as a whole.
 * @param initial makes the state of a stand-in that no one has touched
 * @param groups fields whose parts may be changed one by one
 */
export function createControls<C extends Disturbances, G extends keyof C & string = never>(
  initial: () => C,
  groups: readonly G[] = [],
): Controls<C, G> {
  const now = initial()
  const isGroup = (name: string): name is G => groups.some((group) => group === name)
  return {
    now,
    change(changes) {
      for (const [name, value] of Object.entries(changes)) {
        // A fault's count belongs to the controls, not to the patch; its promise can't be cloned.
        const own =
          name === 'faults'
            ? (value as Fault[]).map((fault) => ({ ...fault }))
            : structuredClone(value)
        if (isGroup(name)) Object.assign(now[name] as object, own)
        else Object.assign(now, { [name]: own })
      }
    },
    reset() {
      for (const name of Object.keys(now)) delete now[name as keyof C]
      Object.assign(now, initial())
    },
    findUnknown(patch) {
      const unknown = Object.keys(patch).find((name) => !(name in now))
      if (unknown !== undefined) return unknown
      for (const group of groups) {
        const parts = (patch as Record<string, unknown>)[group]
        const part = Object.keys(parts instanceof Object ? parts : {}).find(
          (name) => !(name in (now[group] as object)),
        )
        if (part !== undefined) return `${group}.${part}`
      }
      return null
    },
  }
}
