import type { Import } from './imports.ts'

/** Who may be imported; `types`: by `import type` only. A name ending in `.ts` is one file, any other a folder. */
type Arrow = { may: string[]; types?: string[] }

const contract = 'server/contract'
const errors = 'server/errors.ts'
const needs = 'server/needs.ts'
/** What the build and the server's configuration have in common. */
const publicForms = ['server/public-values.ts', 'server/variable-text.ts']
const proved = ['server/rules/proved.ts', 'server/rules/fold-address.ts']
const rules = [
  ...proved,
  'server/rules/parse-json-object.ts',
  'server/rules/page-address.ts',
  'server/rules/locales.ts',
  'server/rules/customer.ts',
  'server/rules/subscription',
]
const proof = 'server/rules/proof-of-address.ts'
/** What use-cases of several areas name. */
const useCases = [
  'server/use-cases/subject.ts',
  'server/use-cases/customers',
  'server/use-cases/visitors',
]

/** What events ring for: the routing names each. */
const subjects = [
  'server/use-cases/offers/catalogue-subject.ts',
  'server/use-cases/purchases/purchase-subject.ts',
]

/** Areas of one layer don't import each other, except through what both name. */
const server: Record<string, Arrow> = {
  'netlify/functions': { may: ['server/http', contract] },
  'server/http/page.ts': {
    may: ['server/http/body.ts', 'server/rules/product-page', 'web/brand.ts', 'web/words'],
  },
  'server/http': { may: ['server/http', 'server/wiring.ts', needs, errors, contract] },
  'server/config.ts': { may: [errors, needs, ...publicForms] },
  'server/public-values.ts': { may: [] },
  'server/variable-text.ts': { may: [needs] },
  [needs]: { may: [] },
  'server/wiring.ts': {
    may: ['server/config.ts', 'server/wiring', 'server/gateways/http-parser.ts'],
  },
  'server/wiring': {
    may: ['server/wiring/shared.ts', 'server/use-cases', 'server/gateways'],
    types: ['server/config.ts'],
  },
  'server/wiring/offers.ts': {
    may: ['server/wiring/shared.ts', 'server/use-cases', 'server/gateways', 'web/brand.ts'],
  },
  // What the page of an order asks for is the owner's brand, too.
  'server/wiring/checkout.ts': {
    may: ['server/wiring/shared.ts', 'server/use-cases', 'server/gateways', 'web/brand.ts'],
  },
  'server/use-cases/subject.ts': { may: [], types: ['server/gateways', 'server/rules'] },
  ...useCasesOf('checkout', [...rules, proof, 'server/rules/checkout']),
  ...useCasesOf('customers', [...rules, proof, 'server/rules/links']),
  ...useCasesOf('events', [...rules, 'server/rules/events', ...subjects]),
  ...useCasesOf('links', [...rules, proof, 'server/rules/links']),
  ...useCasesOf('offers', [
    ...rules,
    'server/rules/offers',
    'server/rules/product-page',
    'server/rules/sync',
    'web/brand.ts',
  ]),
  ...useCasesOf('purchases', [...rules, 'server/rules/purchases', 'server/rules/sync']),
  ...useCasesOf('tokens', [...rules, proof, 'server/rules/tokens']),
  ...useCasesOf('visitors', rules),
  ...useCasesOf('sync', [...rules, 'server/rules/sync']),
  ...useCasesOf('health', []),
  'server/gateways/http-parser.ts': { may: [] },
  'server/gateways/stripe': {
    may: ['server/gateways/stripe', 'server/rules', errors, needs],
    types: [contract],
  },
  'server/gateways/supabase': {
    may: ['server/gateways/supabase', 'server/rules', errors, needs],
    types: [contract],
  },
  ...rulesOf('server/rules/checkout'),
  ...rulesOf('server/rules/links'),
  ...rulesOf('server/rules/events'),
  ...rulesOf('server/rules/offers'),
  ...rulesOf('server/rules/purchases', ['server/rules/offers']),
  // A page of a function speaks as the pages of files do.
  'server/rules/product-page': {
    may: [
      'server/rules/product-page',
      'server/rules/offers/decimal-amount.ts',
      'web/brand.ts',
      'web/words',
      'web/plans/card/price-words.ts',
    ],
    types: [contract],
  },
  ...rulesOf('server/rules/sync'),
  ...rulesOf('server/rules/tokens'),
  'server/rules': { may: [...rules, errors], types: [contract] },
  [errors]: { may: [], types: [contract] },
  [contract]: { may: [], types: [contract] },
}

function useCasesOf(area: string, mayDecideBy: string[]): Record<string, Arrow> {
  const own = `server/use-cases/${area}`
  const may = [own, ...useCases, ...mayDecideBy, errors, needs]
  return { [own]: { may, types: ['server/gateways', contract] } }
}

/** @param known whose types it names */
function rulesOf(area: string, known: string[] = []): Record<string, Arrow> {
  return { [area]: { may: [area, ...rules, errors, needs], types: [contract, ...known] } }
}

/**
 * The page, from the ground up: words, requests, the element, parts. Areas use these and never each other; they name
 * each other's states through `web/state.ts`, and `manage-billing.ts` joins them.
 */
const ground = ['web/parts', 'web/element', 'web/requests', 'web/words']
const page: Record<string, Arrow> = {
  web: { may: ['web'] },
  'web/state.ts': { may: [], types: ['web'] },
  'web/brand.ts': { may: [], types: ['web/words'] },
  'web/words': { may: ['web/words'], types: [contract] },
  'web/requests': { may: ['web/requests'], types: ['web/words', contract] },
  'web/element': { may: ['web/element', 'web/requests', 'web/words'], types: ['web/brand.ts'] },
  'web/parts': { may: ground, types: ['web/state.ts'] },
  ...areaOf('sign-in'),
  ...areaOf('billing', ['web/purchase', 'web/account']),
  ...areaOf('purchase'),
  ...areaOf('account'),
  ...areaOf('errors'),
  // An element of its own, with states of its own.
  'web/plans': { may: ['web/plans', 'web/purchase', ...ground], types: [contract] },
  'web/cart': { may: ['web/cart', 'web/purchase', ...ground], types: [contract] },
  build: { may: ['build', 'web', needs, ...publicForms, 'package.json'] },
}

/** @param shown what it shows that another element shows as well */
function areaOf(name: string, shown: string[] = []): Record<string, Arrow> {
  const own = `web/${name}`
  return { [own]: { may: [own, ...ground, ...shown], types: ['web/state.ts', contract] } }
}

/** The terminal: from what a person sees down to the services, and never back up. */
const serverOfTerminal = [needs, errors, 'server/config.ts', 'server/wiring.ts', 'package.json']
const terminal: Record<string, Arrow> = {
  cli: { may: ['cli', 'server/use-cases/sync/rehearse.ts', ...proved, ...serverOfTerminal] },
  ...floorOf('variables', []),
  ...floorOf('terminal', []),
  ...floorOf('services', ['cli/variables']),
  ...floorOf('database', ['cli/services']),
  ...floorOf('brand', ['cli/services', 'build/email', 'build/contrast.ts', 'web/brand.ts']),
  ...floorOf('checks', [
    // Why a door refuses a sign-in, in the door's own words.
    proof,
    // What is read of a price, by the rules that the table is written by.
    'server/rules/offers',
    'build/email',
    'cli/brand',
    'cli/database',
    'cli/services',
    'cli/terminal',
    'cli/variables',
    'cli/world.ts',
  ]),
}

function floorOf(name: string, below: string[]): Record<string, Arrow> {
  const own = `cli/${name}`
  return { [own]: { may: [own, ...below, ...serverOfTerminal] } }
}

/** Stand-ins share the wire, and nothing else: neither each other's code nor the server's. */
const standIns: Record<string, Arrow> = {
  local: { may: ['local'] },
  'local/wire': { may: ['local/wire'] },
  'local/stripe': { may: ['local/stripe', 'local/wire'] },
  'local/supabase': { may: ['local/supabase', 'local/wire'] },
}

/** The longest matching name counts. */
const arrows: Record<string, Arrow> = {
  ...server,
  ...page,
  ...terminal,
  ...standIns,
  // Whoever builds on the owner's side copies these files: each is enough by itself.
  spend: { may: [] },
  docs: { may: ['spend'] },
  tests: { may: [''] },
  bench: {
    may: ['bench', 'server', 'netlify', 'web', 'build', 'cli', 'local', 'spend', 'vite.config.ts'],
  },
  'vite.config.ts': { may: ['build'] },
  'vitest.config.ts': { may: [] },
  'vitest.long.config.ts': { may: [] },
  'vitest.published.config.ts': { may: [] },
  'vitest.real.config.ts': { may: [] },
}

export const isTest = (file: string) => file.endsWith('.test.ts')

export function isWithin(file: string, place: string): boolean {
  return place === '' || file === place || file.startsWith(`${place}/`)
}

/** The imports that no arrow allows. A test beside the code may import what it judges. */
export function findStrays(imports: readonly Import[]): Import[] {
  return imports.filter(({ from, to, isType }) => {
    if (isTest(from)) return false
    const place = Object.keys(arrows)
      .filter((name) => isWithin(from, name))
      .sort((a, b) => b.length - a.length)[0]
    const arrow = place === undefined ? undefined : arrows[place]
    if (arrow === undefined) return true
    const allowed = isType ? [...arrow.may, ...(arrow.types ?? [])] : arrow.may
    return !allowed.some((target) => isWithin(to, target))
  })
}
