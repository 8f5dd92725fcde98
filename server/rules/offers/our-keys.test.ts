import { expect, test } from 'vitest'
import type { OurKeys } from './our-keys.ts'
import { parseOurKeys } from './our-keys.ts'

const none: OurKeys = {
  access: null,
  credits: null,
  creditsPer100: null,
  creditsLast: null,
  trialDays: null,
  unreadable: [],
}
const unreadable = (...keys: string[]): Partial<OurKeys> => ({ unreadable: keys })

test.each<[Record<string, string>, Partial<OurKeys>]>([
  [{}, {}],
  [{ access: 'pro' }, { access: ['pro'] }],
  [{ access: ' pro , export,,pro ' }, { access: ['export', 'pro'] }],
  [{ access: 'Pro plan' }, { access: ['Pro plan'] }],
  [{ access: 'a\0b,\ud800' }, { access: ['ab', '\ufffd'] }],
  [{ access: ' , ' }, unreadable('access')],
  [{ access: '  ' }, {}],
  [{ credits: '1000' }, { credits: 1000 }],
  [{ credits: ' 1 ' }, { credits: 1 }],
  [{ credits: '999999999' }, { credits: 999_999_999 }],
  [{ credits: '1000000000' }, unreadable('credits')],
  [{ credits: '0' }, unreadable('credits')],
  [{ credits: '007' }, unreadable('credits')],
  [{ credits: '-5' }, unreadable('credits')],
  [{ credits: '1,000' }, unreadable('credits')],
  [{ credits: '1e3' }, unreadable('credits')],
  [{ credits: '１２' }, unreadable('credits')],
  [{ credits: '10\n' }, { credits: 10 }],
  [{ credits_per_100: '100' }, { creditsPer100: 100 }],
  [{ credits_per_100: '1.5' }, unreadable('credits_per_100')],
  [{ credits_last: 'period' }, { creditsLast: 'period' }],
  [{ credits_last: 'forever' }, { creditsLast: 'forever' }],
  [{ credits_last: '90d' }, { creditsLast: '90d' }],
  [{ credits_last: '90' }, unreadable('credits_last')],
  [{ credits_last: '0d' }, unreadable('credits_last')],
  [{ credits_last: '100000d' }, unreadable('credits_last')],
  [{ credits_last: 'a year' }, unreadable('credits_last')],
  [{ trial_days: '14' }, { trialDays: 14 }],
  [{ trial_days: 'two weeks' }, unreadable('trial_days')],
  [
    { credits: 'x', trial_days: 'y', access: 'pro' },
    { access: ['pro'], ...unreadable('credits', 'trial_days') },
  ],
  [{ secret: 'sk_live_1', constructor: 'x' }, {}],
  [JSON.parse('{ "__proto__": { "credits": "5" } }') as Record<string, string>, {}],
])('%j', (metadata, keys) => {
  expect(parseOurKeys(metadata)).toEqual({ ...none, ...keys })
})
