import { expect, test } from 'vitest'
import { takeBought } from './bought.ts'

const id = `cs_test_${'a1'.repeat(29)}`

function comingTo(url: string, isOurs = true) {
  const kept: string[] = []
  const { hash, pathname, search } = new URL(url, 'https://pay.example')
  const state = { of: 'the host' }
  const history = {
    state,
    replaceState(was: unknown, _title: string, to: string) {
      expect(was).toBe(state)
      kept.push(to)
    },
  }
  const window = { history, location: { hash, pathname, search } } as unknown as Window
  return { found: takeBought(window, isOurs), kept }
}

test.each([
  [`/#bought=${id}`, id, '/'],
  [`/plans?bought=${id}`, id, '/plans'],
  [`/?lang=de#bought=${id}`, id, '/?lang=de'],
  [`/?bought=${id}&a=1%20b&c#top`, id, '/?a=1%20b&c#top'],
  [`/#bought=${id}&x`, id, '/#x'],
  // Both at once leave nothing behind.
  [`/?bought=cs_test_b#bought=${id}`, id, '/'],
  [`/?bought=${id}&bought=cs_live_b`, id, '/'],
])('%s is taken out of the address', (url, found, left) => {
  expect(comingTo(url)).toEqual({ found, kept: [left] })
  expect(comingTo(url, false)).toEqual({ found, kept: [left] })
})

test.each(['{CHECKOUT_SESSION_ID}', 'cs_test_', 'cs_other_a', `${id}/..`, '%3Cscript%3E', ''])(
  '"%s" is no order: our own address loses it, and a host keeps its own',
  (value) => {
    expect(comingTo(`/?a=1#bought=${value}`)).toEqual({ found: '', kept: ['/?a=1'] })
    expect(comingTo(`/?a=1#bought=${value}`, false)).toEqual({ found: null, kept: [] })
  },
)

test.each(['/', '/#faq', `/?notbought=${id}`, `/#token_hash=${'a'.repeat(56)}`])(
  '%s says nothing of an order, and stays as it is',
  (url) => {
    expect(comingTo(url)).toEqual({ found: null, kept: [] })
  },
)
