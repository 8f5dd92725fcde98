import { expect, test } from 'vitest'
import { anySignal } from './any-signal.ts'
import { parseUrl } from './parse-url.ts'

test('a joined signal ends with the first of its signals, for the same reason', () => {
  const [one, other] = [new AbortController(), new AbortController()]
  const joined = anySignal(one.signal, other.signal)
  expect(joined.aborted).toBe(false)
  other.abort('slow')
  one.abort('left')
  expect(joined.reason).toBe('slow')
  expect(anySignal(new AbortController().signal, one.signal).reason).toBe('left')
})

test('what is no address is null', () => {
  expect(parseUrl('https://pay.example/x')?.origin).toBe('https://pay.example')
  expect(parseUrl('')).toBeNull()
})
