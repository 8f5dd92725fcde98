import { expect, test } from 'vitest'
import { createStripeWebhooks } from './webhook-signature.ts'

test('a fault of ours while a signature is checked is not called a bad signature', async () => {
  const broken = () => Promise.reject(new Error('the SDK could not be loaded'))
  const webhooks = createStripeWebhooks(broken, { secrets: ['whsec_x'], now: () => 1000 })
  await expect(webhooks.readEvent('{}', `t=1,v1=${'0'.repeat(64)}`)).rejects.toThrow(
    'could not be loaded',
  )
})
