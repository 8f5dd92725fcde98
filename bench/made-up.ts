import { createHash } from 'node:crypto'
import { inTurn, ratio } from './figures/measure.ts'
import { explain, isFull, report } from './figures/row.ts'
import { startRealDataApi } from './services/real-data-api.ts'

/** Ten thousand made-up tokens of the right form, at a real PostgREST, and what whoever pays notices of them. */
const rounds = isFull ? 50 : 25
const [madeUp, atOnce, charges] = [10_000, 8, 40]

explain(
  `${madeUp.toLocaleString('en')} made-up tokens of the right form, ${atOnce} at once, at PostgreSQL and PostgREST ` +
    'themselves, on this machine. First: a charge right after a part of them, and one that nothing came before (limit). ' +
    'Then: the refusal of one, beside a charge (limit). What they changed in the tables ends the run.',
)

const api = await startRealDataApi(
  `select give_credits('one@example.com', 1000000000, 'bench', 'bench');`,
)
if (api === null) {
  report({ what: 'made-up tokens', missing: 'this machine has no PostgreSQL' })
  process.exit()
}

let [asked, keys] = [0, 0]
async function refuse(): Promise<void> {
  const letters = createHash('sha256')
    .update(`made up ${(asked += 1)}`)
    .digest('hex')
  const order = { token: `pg_live_${letters.slice(0, 38)}`, cost: 1, key: 'k' }
  const { outcome } = await api!.call<{ outcome: string }>('charge_credits', order)
  if (outcome !== 'token_unknown') throw new Error(`a made-up token was ${outcome}`)
}
async function charge(): Promise<void> {
  const order = { address: 'one@example.com', cost: 1, key: `k${(keys += 1)}` }
  const { outcome } = await api!.call<{ outcome: string }>('charge_credits', order)
  if (outcome !== 'charged') throw new Error(`a charge was ${outcome}`)
}
/** Milliseconds that one takes, of some in a row. */
async function each(act: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  for (let made = 0; made < charges; made += 1) await act()
  return (performance.now() - startedAt) / charges
}
const share = Math.ceil(madeUp / rounds / atOnce)
async function comeAtOnce(): Promise<void> {
  const caller = async () => {
    for (let made = 0; made < share; made += 1) await refuse()
  }
  await Promise.all(Array.from({ length: atOnce }, caller))
}

/** Everything that a token or a charge could change. */
const tables = () =>
  api.postgres.own(
    `select (select count(*) from private.api_tokens), (select count(*) from private.accounts),
       (select count(*) - ${keys} from private.charges), (select spent - ${keys} from private.purchases)`,
  )

const before = await tables()
const after = await inTurn(rounds, {
  ours: async () => {
    await comeAtOnce()
    return each(charge)
  },
  limit: () => each(charge),
})
if (asked < madeUp) throw new Error(`only ${asked} made-up tokens came`)
report({
  what: `a charge right after some of ${madeUp.toLocaleString('en')} made-up tokens`,
  unit: 'ms',
  ...after,
  bounds: [{ of: 'ours / limit', value: ratio(after.ours, after.limit), atMost: 1.25 }],
})
const refused = await inTurn(rounds, { ours: () => each(refuse), limit: () => each(charge) })
report({
  what: 'the refusal of a made-up token',
  unit: 'ms',
  ...refused,
  bounds: [{ of: 'ours / limit', value: ratio(refused.ours, refused.limit), atMost: 1 }],
})
if (String(await tables()) !== String(before)) throw new Error('made-up tokens changed something')
await api.close()
