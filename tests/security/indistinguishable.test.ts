import { beforeEach, describe, expect, test } from 'vitest'
import { listenToLog } from '#tests/doors/log-lines.ts'
import { callAuth } from '#tests/stand-ins/supabase/client.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'

const [ada, eve] = ['ada@example.com', 'eve@example.com']
listenToLog()

let world: World
let foreign: string
beforeEach(async () => {
  world = await emptyWorld()
  foreign = await world.knownCustomer(ada)
})

const secrets = /"requestId":"[^"]+"/
/** Everything that a stranger can tell two answers by, but for the request's own id and the clock. */
async function seenOf(response: Response) {
  const headers = [...response.headers].filter(([name]) => name !== 'date')
  return { status: response.status, headers, body: (await response.text()).replace(secrets, '') }
}

describe('before the email', () => {
  const ask = async (email: string) => {
    const { status, headers, body } = await callAuth(world.supabase, 'POST /otp', {
      body: { email, create_user: true },
    })
    return { status, body, headers: [...headers].filter(([name]) => name !== 'date') }
  }

  test('a customer and a stranger get the same answer, and both an email', async () => {
    const [known, unknown] = [await ask(ada), await ask('nobody@example.com')]
    expect(known).toEqual(unknown)
    expect(known).toMatchObject({ status: 200, body: {} })
    const mailTo = (email: string) => world.supabase.inbox.newestTo(email)
    expect(mailTo('nobody@example.com')?.subject).toBe(mailTo(ada)?.subject)
  })

  test('a wrong code is refused alike for a customer, a stranger and somebody whom nobody wrote to', async () => {
    await ask(ada)
    await ask('nobody@example.com')
    const answers = []
    for (const email of [ada, 'nobody@example.com', 'never@example.com']) {
      const { status, body } = await callAuth(world.supabase, 'POST /verify', {
        body: { type: 'email', email, token: '0000000000' },
      })
      answers.push([status, body['code']])
    }
    expect(new Set(answers.map(String)).size).toBe(1)
  })
})

describe('after it', () => {
  const flows = [
    {},
    { flow: 'payment_method_update' },
    { flow: 'subscription_cancel', subscription: 'sub_1' },
  ]
  test.each(flows)('a foreign customer looks like one that never was: %j', async (more) => {
    const token = await world.signIn(eve)
    await world.knownCustomer(eve)
    const gone = await world.knownCustomer(ada)
    world.stripe.deleteCustomer(gone)
    await world.stripe.settled()
    const ask = async (customer: string) =>
      seenOf(await world.post('/api/portal-links', { token, body: { customer, ...more } }))
    const unknown = await ask('cus_neverwas')
    expect(unknown.status).toBe(404)
    for (const customer of [foreign, gone, 'cus_', '', 'rubbish', 'gcus_1'])
      expect(await ask(customer)).toEqual(unknown)
    expect(world.stripe.sessions()).toEqual([])
  })

  test('a customer who was just moved away looks like one that never was', async () => {
    const token = await world.signIn(ada)
    world.stripe.control({ deliveries: { drop: true } })
    world.stripe.updateCustomer(foreign, { email: eve })
    const ask = async (customer: string) =>
      seenOf(await world.post('/api/portal-links', { token, body: { customer } }))
    expect(await ask(foreign)).toEqual(await ask('cus_neverwas'))
  })
})
