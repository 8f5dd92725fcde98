import type { Account } from '../account.ts'
import { invalid } from './problem.ts'
import type { Expandable, Resource } from './resource.ts'

const maxLevels = 4

/** Of a path like `invoice_settings.default_payment_method`, the property itself. */
const lastOf = (path: string) => path.slice(path.lastIndexOf('.') + 1)

type Json = { [name: string]: unknown }

/** `expand[]`: replaces ids by objects, and adds what is absent otherwise. */
export function createExpander(resources: readonly Resource[]) {
  const all = resources.flatMap(({ expandable = {} }) => Object.entries(expandable))
  const permissions = new Map(
    all.flatMap(([, properties]) =>
      Object.entries(properties).map(([name, { permission }]) => [lastOf(name), permission]),
    ),
  )

  function expandablesOf(object: unknown): Record<string, Expandable> {
    const own = all.filter(([name]) => name === object).map(([, properties]) => properties)
    return Object.assign({}, ...own) as Record<string, Expandable>
  }

  function expandPath(account: Account, node: Json, path: readonly string[]): void {
    // Of what was deleted there is nothing to expand, and that is no fault.
    if (node['deleted'] === true) return
    const own = expandablesOf(node['object'])
    const known = path.findLastIndex((_, end) => own[path.slice(0, end + 1).join('.')]) + 1
    const names = path.slice(0, known || 1)
    const rest = path.slice(names.length)
    const last = names.at(-1) ?? ''
    const parent = names.slice(0, -1).reduce((inner, name) => inner[name] as Json, node)
    if (known > 0) {
      // What an earlier path has expanded stays, with what was expanded in it.
      if (typeof parent[last] !== 'object' || parent[last] === null)
        parent[last] = own[names.join('.')]?.expand(account, String(node['id']))
    } else if (rest.length === 0 || typeof node[last] !== 'object') {
      throw invalid(`This property cannot be expanded (${last}).`, 'expand')
    }
    if (rest.length === 0) return
    for (const child of [parent[last]].flat()) {
      if (typeof child === 'object' && child !== null) expandPath(account, child as Json, rest)
    }
  }

  return {
    /** @throws 400 for a path of more than four levels; what `permit` throws for a property that it forbids */
    assertAllowed(paths: readonly string[], permit: (permission: string) => void): void {
      for (const path of paths) {
        const names = path.split('.')
        if (names.length > maxLevels) {
          throw invalid(
            `You cannot expand more than ${maxLevels} levels of a property. Property: ${path}`,
            'expand',
          )
        }
        for (const permission of names.map((name) => permissions.get(name))) {
          if (permission) permit(permission)
        }
      }
    },
    /** Expands an answer in place. @throws 400 for a path that leads nowhere */
    expand(account: Account, answer: object, paths: readonly string[]): void {
      for (const path of paths) expandPath(account, answer as Json, path.split('.'))
    },
  }
}
