import { expect, test } from 'vitest'
import type { Pacer } from './pacer.ts'
import { createPacer } from './pacer.ts'

function pacerAt(perSecond: number): { pacer: Pacer; clock: { now: number } } {
  const clock = { now: 0 }
  return { pacer: createPacer(perSecond, () => clock.now), clock }
}

/** Waits for so many turns, one after the other: how many milliseconds that takes. */
function timeOf(turns: number, { pacer, clock }: ReturnType<typeof pacerAt>): number {
  const startedAt = clock.now
  for (let turn = 0; turn < turns; turn += 1) clock.now += pacer.turn()
  return clock.now - startedAt
}

test('the first call goes out at once, the others evenly behind it', () => {
  const { pacer } = pacerAt(20)
  expect([pacer.turn(), pacer.turn(), pacer.turn()]).toEqual([0, 50, 100])
})

test('of time that passed unused no more than two calls are made up for', () => {
  const { pacer, clock } = pacerAt(20)
  pacer.turn()
  clock.now = 60_000
  expect([1, 2, 3, 4, 5].map(() => pacer.turn())).toEqual([0, 0, 0, 50, 100])
})

test('a timer that rings late costs no turn', () => {
  const { pacer, clock } = pacerAt(20)
  const wentOut: number[] = []
  for (let call = 0; call < 40; call += 1) {
    clock.now += pacer.turn()
    wentOut.push(clock.now)
    clock.now += call % 2 === 0 ? 30 : 90
  }
  expect(wentOut.at(-1)! - wentOut[0]!).toBeLessThanOrEqual(39 * 60)
})

test('no second sees more calls than 25 at a pace of 22, however late the timers ring', () => {
  const { pacer, clock } = pacerAt(22)
  const wentOut: number[] = []
  for (let call = 0; call < 500; call += 1) {
    clock.now += pacer.turn()
    wentOut.push(clock.now)
    if (call % 37 === 0) clock.now += call
  }
  const inOneSecond = (from: number) =>
    wentOut.filter((time) => time >= from && time < from + 1000).length
  expect(Math.max(...wentOut.map(inOneSecond))).toBeLessThanOrEqual(25)
})

test('a pause holds everybody back, and then it goes on at half the speed', () => {
  const { pacer } = pacerAt(20)
  pacer.turn()
  pacer.slowDown(3000)
  expect([pacer.turn(), pacer.turn(), pacer.turn()]).toEqual([3000, 3100, 3200])
})

test('calls that are refused together count once', () => {
  const { pacer } = pacerAt(20)
  for (let call = 0; call < 8; call += 1) pacer.slowDown(1000)
  expect([pacer.turn(), pacer.turn()]).toEqual([1000, 1100])
})

test('the longest of the pauses counts', () => {
  const { pacer } = pacerAt(20)
  pacer.slowDown(5000)
  pacer.slowDown(1000)
  expect(pacer.turn()).toBe(5000)
})

test('pause after pause, it never gets slower than one call a second', () => {
  const { pacer, clock } = pacerAt(20)
  for (let pause = 0; pause < 20; pause += 1) {
    pacer.slowDown(1000)
    clock.now += 1000
  }
  expect([pacer.turn(), pacer.turn()]).toEqual([0, 1000])
})

test('calls that go well make it faster again, up to the allowed speed and no further', () => {
  const paced = pacerAt(20)
  paced.pacer.slowDown(1000)
  paced.clock.now += 1000
  expect(timeOf(20, paced)).toBeGreaterThanOrEqual(1900)
  for (let call = 0; call < 1000; call += 1) paced.pacer.speedUp()
  paced.clock.now += 1000
  timeOf(3, paced)
  expect(timeOf(20, paced)).toBe(1000)
})
