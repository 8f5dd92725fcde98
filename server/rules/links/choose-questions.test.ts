import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldAddress } from '../fold-address.ts'
import type { CustomerId } from '../proved.ts'
import type { OwnPage, OwnRow } from './choose-questions.ts'
import { chooseQuestions } from './choose-questions.ts'

const address = foldAddress('a@x.y')
const rowOf = (email: string, place: number): OwnRow => ({
  id: `cus_${String(place).padStart(4, '0')}` as CustomerId,
  email,
  created: place + 1,
})
/** As the table answers: a hundred of the oldest, and of more than these the newest fifty. */
const pageOf = (rows: OwnRow[], skipped = 0): OwnPage => {
  const oldest = rows.slice(skipped, skipped + 100)
  const isCut = skipped === 0 && rows.length > 100
  return { oldest, newest: isCut ? rows.slice(-50).reverse() : [], skipped, total: rows.length }
}
const ask = (rows: OwnRow[], skipped = 0) => chooseQuestions(address, pageOf(rows, skipped))
const same = (count: number) => Array.from({ length: count }, (_, place) => rowOf('a@x.y', place))
const whole = (email: string) => ({ email, from: null, until: null })

test('up to fifty rows are one list a spelling, the proven one always', () => {
  expect(ask([]).questions).toEqual([whole('a@x.y')])
  expect(ask([rowOf('A@x.y', 0), rowOf('A@x.y', 1)]).questions).toEqual([
    whole('a@x.y'),
    whole('A@x.y'),
  ])
  expect(ask(same(50))).toMatchObject({ questions: [whole('a@x.y')], next: null })
})

test('more are asked about from both ends, which stay open, and those between by their time', () => {
  expect(ask(same(51))).toMatchObject({
    questions: [
      { email: 'a@x.y', from: 27, until: null },
      { email: 'a@x.y', from: null, until: 26 },
    ],
    next: null,
  })
  const first = ask(same(1006))
  expect(first.questions).toEqual([
    { email: 'a@x.y', from: 957, until: null },
    { email: 'a@x.y', from: null, until: 50 },
  ])
  expect(first.asked).toHaveLength(100)
  expect(ask(same(1006), first.next ?? 0)).toMatchObject({
    questions: [{ email: 'a@x.y', from: 51, until: 150 }],
    next: 150,
  })
})

test('rows whose time the table was not told are asked about without one', () => {
  const untold = same(60).map((row) => ({ ...row, created: 0 }))
  expect(ask(untold).questions).toEqual([whole('a@x.y'), whole('a@x.y')])
})

test('however many were planted, in whatever spellings: five questions, the ends first, and presses find all', () => {
  const spellings = fc.array(fc.constantFrom('a@x.y', 'A', 'B', 'C', 'D', 'E', 'F', 'G'), {
    maxLength: 400,
  })
  fc.assert(
    fc.property(spellings, (emails) => {
      const rows = emails.map(rowOf)
      const met = new Set<CustomerId>()
      let next: number | null = 0
      for (let presses = 0; next !== null; presses += 1) {
        const plan = ask(rows, next)
        expect(plan.questions.length).toBeLessThanOrEqual(5)
        for (const { id } of plan.asked) met.add(id)
        if (presses === 0)
          for (const end of [rows[0], rows.at(-1)]) expect(!end || met.has(end.id)).toBe(true)
        if (plan.next !== null) expect(plan.next).toBeGreaterThan(next)
        next = plan.next
      }
      expect(met.size).toBe(rows.length)
    }),
  )
})
