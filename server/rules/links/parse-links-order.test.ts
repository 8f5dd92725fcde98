import { describe, expect, test } from 'vitest'
import { parseLinksOrder } from './parse-links-order.ts'

const origins = ['https://pay.example.com', 'https://www.example.com']
const parse = (body: unknown) =>
  parseLinksOrder(typeof body === 'string' ? body : JSON.stringify(body), origins)
const everything = { locale: 'auto', returnUrl: null, skip: 0, one: null }

describe('what is understood', () => {
  test.each<[string, unknown, object]>([
    ['no body', '', everything],
    ['blank', ' \n', everything],
    ['an empty object', {}, everything],
    ['an unknown field', { colour: 'red' }, everything],
    ['a locale of Stripe', { locale: 'pt-BR' }, { ...everything, locale: 'pt-BR' }],
    ['a locale that Stripe does not list', { locale: 'tlh' }, everything],
    ['the next ones', { after: '150' }, { ...everything, skip: 150 }],
    [
      'one customer',
      { customer: 'cus_1' },
      { ...everything, one: { customer: 'cus_1', flow: null, subscription: null } },
    ],
    [
      'a flow',
      { customer: 'cus_1', flow: 'payment_method_update' },
      {
        ...everything,
        one: { customer: 'cus_1', flow: 'payment_method_update', subscription: null },
      },
    ],
    [
      'a flow of a subscription',
      { customer: 'cus_1', flow: 'subscription_cancel', subscription: 'sub_1' },
      {
        ...everything,
        one: { customer: 'cus_1', flow: 'subscription_cancel', subscription: 'sub_1' },
      },
    ],
    [
      'a return to an allowed site',
      { returnUrl: 'https://www.example.com/account' },
      { ...everything, returnUrl: 'https://www.example.com/account' },
    ],
    [
      'a return that others could read in another way, as it was judged',
      { returnUrl: 'https://www.example.com\\@evil.example/\r\n' },
      { ...everything, returnUrl: 'https://www.example.com/@evil.example/' },
    ],
  ])('%s', (_name, body, order) => {
    expect(parse(body)).toEqual(order)
  })
})

describe('what is refused as body_invalid', () => {
  test.each<[string, unknown]>([
    ['no JSON', '{'],
    ['a list', []],
    ['null', 'null'],
    ['a number', '1'],
    ['a locale that is no word', { locale: 1 }],
    ['a customer that is no word', { customer: ['cus_1'] }],
    ['a null', { customer: null }],
    ['a place that is no number', { after: 'cus_1' }],
    ['a place before the first', { after: '-1' }],
    ['an unknown flow', { customer: 'cus_1', flow: 'refund' }],
    ['a flow named like a method of objects', { customer: 'cus_1', flow: 'toString' }],
    ['a flow without a customer', { flow: 'payment_method_update' }],
    ['a cancellation of nothing', { customer: 'cus_1', flow: 'subscription_cancel' }],
    [
      'a subscription of another form',
      { customer: 'cus_1', flow: 'subscription_cancel', subscription: 'x' },
    ],
    ['a return elsewhere', { returnUrl: 'https://evil.example/' }],
    ['a return to a look-alike', { returnUrl: 'https://pay.example.com.evil.example/' }],
    ['a return through user info', { returnUrl: 'https://pay.example.com@evil.example/' }],
    ['a return with a password', { returnUrl: 'https://a:b@pay.example.com/' }],
    ['a return to another port', { returnUrl: 'https://pay.example.com:444/' }],
    ['a return without TLS', { returnUrl: 'http://pay.example.com/' }],
    ['a script', { returnUrl: 'javascript:alert(1)' }],
    ['a path', { returnUrl: '/account' }],
  ])('%s', (_name, body) => {
    expect(() => parse(body)).toThrow(expect.objectContaining({ code: 'body_invalid' }))
  })
})
