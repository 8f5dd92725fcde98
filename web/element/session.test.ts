import { expect, test } from 'vitest'
import { createSession, readToken, remainingMs } from './session.ts'

function storageStub(): Storage {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
    values,
  } as unknown as Storage
}

function tokenOf(claims: object): string {
  return `e30.${btoa(JSON.stringify(claims))}.sig`
}

test('a token survives its page in the tab, until it is dropped', () => {
  const storage = storageStub()
  createSession(() => storage).keep('a.b.c')
  expect(createSession(() => storage).find()).toBe('a.b.c')
  createSession(() => storage).drop()
  expect(createSession(() => storage).find()).toBeNull()
})

test('a page that the browser brings back holds no token that was dropped since', () => {
  const storage = storageStub()
  const before = createSession(() => storage)
  before.keep('a.b.c')
  createSession(() => storage).drop()
  expect(before.find()).toBeNull()
})

test('if the browser refuses storage, the token lives as long as the page', () => {
  const session = createSession(() => {
    throw new DOMException('refused', 'SecurityError')
  })
  session.keep('a.b.c')
  expect(session.find()).toBe('a.b.c')
  session.drop()
  expect(session.find()).toBeNull()
})

test('a token tells its address and its times', () => {
  expect(readToken(tokenOf({ email: 'ada@example.com', iat: 100, exp: 1900 }))).toEqual({
    email: 'ada@example.com',
    issuedAt: 100_000,
    expiresAt: 1_900_000,
  })
})

test.each(['', 'a.b', 'a.%%%.c', tokenOf({ email: 'ada@example.com' }), tokenOf([])])(
  '%j is no token to read',
  (token) => expect(readToken(token)).toBeNull(),
)

test.each([
  ['in the middle', 1_000_000, 900_000],
  ['with a clock a little behind', 70_000, 1_830_000],
  ['with a clock far behind: unknown', 0, null],
  ['after the end: unknown, the door decides', 1_900_000, null],
])('the time left %s', (_when, now, expected) => {
  expect(remainingMs({ email: null, issuedAt: 100_000, expiresAt: 1_900_000 }, now)).toBe(expected)
})
