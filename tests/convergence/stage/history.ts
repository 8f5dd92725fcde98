import fc from 'fast-check'

/** One thing that happens, or one decision of fate; which customer, letter or handler is meant is taken modulo. */
export type Command =
  /** A change at Stripe, which rings. */
  | { kind: 'create'; address: number }
  | { kind: 'delete' | 'rename'; customer: number }
  /**
   * To an address that others may have. `thereAndBack`: within the same second to the earlier one again; `isSwift`: its
   * letter arrives at once.
   */
  | { kind: 'move'; customer: number; address: number; thereAndBack: boolean; isSwift: boolean }
  /** A webhook reaches the server; `again`: and will come once more. */
  | { kind: 'deliver'; letter: number; again: boolean; isThin: boolean }
  | { kind: 'lose'; letter: number }
  /** Somebody opens the page with a proven address. */
  | { kind: 'sign in'; address: number }
  /** A synchronisation begins, and has time for so many calls; `null`: for all of them. */
  | { kind: 'sync'; isFull: boolean; calls: number | null }
  | { kind: 'crash'; handler: number; isLate: boolean }
  /** The nine seconds of a webhook's handler are over. */
  | { kind: 'time out'; handler: number }
  /** Until so many further things have happened, the server has another key. */
  | { kind: 'day'; of: 'other account' | 'other mode'; length: number }
  | { kind: 'pause'; seconds: number }

export type History = {
  /** How many customers there are from the beginning. */
  customers: number
  commands: Command[]
  /** The seed of who goes on next. */
  fate: number
  throughDataApi: boolean
  /** Handlers hang between reading and writing, while so many other things happen; 0: none does. */
  hang: number
}

export const addresses = ['ann', 'bob', 'cy']

const small = fc.nat({ max: 11 })
const oneInFour = fc.nat({ max: 3 }).map((place) => place === 0)
const hour = 3600
const day = 24 * hour

const create = fc.record({ kind: fc.constant('create'), address: small })
const move = fc.record({
  kind: fc.constant('move'),
  customer: small,
  address: small,
  thereAndBack: oneInFour,
  isSwift: fc.boolean(),
})
const alter = fc.record({ kind: fc.constantFrom('delete', 'rename'), customer: small })
const deliver = fc.record({
  kind: fc.constant('deliver'),
  letter: small,
  again: oneInFour,
  isThin: fc.boolean(),
})
const lose = fc.record({ kind: fc.constant('lose'), letter: small })
const signIn = fc.record({ kind: fc.constant('sign in'), address: small })
const sync = fc.record({
  kind: fc.constant('sync'),
  isFull: fc.boolean(),
  calls: fc.option(fc.integer({ min: 1, max: 12 })),
})
const crash = fc.record({ kind: fc.constant('crash'), handler: small, isLate: fc.boolean() })
const timeOut = fc.record({ kind: fc.constant('time out'), handler: small })
const otherKey = fc.record({
  kind: fc.constant('day'),
  of: fc.constantFrom('other account', 'other mode'),
  length: fc.integer({ min: 1, max: 4 }),
})
const pause = fc.record({
  kind: fc.constant('pause'),
  seconds: fc.constantFrom(1, 300, hour, 25 * hour, 31 * day),
})

type Weighted = [weight: number, arbitrary: fc.Arbitrary<Command>]
const many = (least: number, most: number, ...kinds: Weighted[]) =>
  fc.array(fc.oneof(...kinds.map(([weight, arbitrary]) => ({ weight, arbitrary }))), {
    minLength: least,
    maxLength: most,
    size: 'max',
  })

/** One or two customers, and handlers that get in each other's way. */
const crowded = fc.record({
  customers: fc.constant(1),
  commands: many(
    4,
    9,
    ...([
      [16, move],
      [10, deliver],
      [1, alter],
      [1, crash],
      [2, timeOut],
      [1, signIn],
      [1, sync],
    ] satisfies Weighted[]),
  ),
})

/** Everything that can go wrong in a month. */
const wide = fc.record({
  customers: fc.integer({ min: 1, max: 3 }),
  commands: many(
    8,
    24,
    ...([
      [1, create],
      [10, move],
      [1, alter],
      [8, deliver],
      [2, lose],
      [2, signIn],
      [4, sync],
      [3, crash],
      [2, timeOut],
      [2, otherKey],
      [2, pause],
    ] satisfies Weighted[]),
  ),
})

export const histories: fc.Arbitrary<History> = fc.noBias(
  fc
    .record({
      plot: fc.oneof({ weight: 3, arbitrary: crowded }, { weight: 2, arbitrary: wide }),
      fate: fc.nat({ max: 2 ** 31 - 1 }),
      // A few the long way: it takes ten times as long.
      throughDataApi: fc.nat({ max: 19 }).map((place) => place === 0),
      hang: fc.constantFrom(0, 0, 4, 12),
    })
    .map(({ plot, ...rest }) => ({ ...plot, ...rest })),
)
