import { expect, test } from 'vitest'
import { createExpanding } from './ask.ts'

const wanted = [
  { path: 'subscriptions', permission: 'rak_subscription_read' },
  { path: 'subscriptions.data.latest_invoice', permission: 'rak_invoice_read' },
  { path: 'default', permission: 'rak_payment_method_read' },
]
const all = wanted.map(({ path }) => path)

/** Asks again and again of a key that lacks something, and notes each question. */
function askers() {
  let clock = 0
  const asked: string[][] = []
  const expanding = createExpanding(() => clock)
  return {
    asked,
    pass: (milliseconds: number) => void (clock += milliseconds),
    ask: (lacks: RegExp, names = '') =>
      expanding(wanted, async (expand) => {
        asked.push(expand)
        const refused = expand.find((path) => lacks.test(path))
        if (refused === undefined) return expand
        throw Object.assign(new Error(`Having the '${names}' permission would allow this`), {
          type: 'StripePermissionError',
        })
      }),
  }
}

test.each<[what: string, lacks: RegExp, names: string, answered: string[], questions: number]>([
  ['what is named', /invoice/, 'rak_invoice_read', ['subscriptions', 'default'], 2],
  ['what is inside of it', /^subscriptions$/, 'rak_subscription_read', ['default'], 2],
  ['the last, if another is named', /default/, 'rak_charge_read', all.slice(0, 2), 2],
  ['one after another, if none helps', /subscriptions/, '', [], 4],
])('a refusal leaves out %s', async (_what, lacks, names, answered, questions) => {
  const { ask, asked } = askers()
  expect(await ask(lacks, names)).toEqual(answered)
  expect(asked).toHaveLength(questions)
})

test('a refusal is paid for once a minute, and forgotten after it', async () => {
  const { ask, asked, pass } = askers()
  await ask(/invoice/, 'rak_invoice_read')
  pass(59_999)
  await ask(/invoice/, 'rak_invoice_read')
  expect(asked).toHaveLength(3)
  pass(1)
  expect(await ask(/none/)).toEqual(all)
})
