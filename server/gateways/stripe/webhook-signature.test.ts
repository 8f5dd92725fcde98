import { expect, test } from 'vitest'
import { createStripeWebhooks } from './webhook-signature.ts'

test('a fault of ours while a signature is checked is not called a bad signature', async () => {
  const broken = Promise.reject(new Error('the SDK could not be loaded'))
  const webhooks = createStripeWebhooks(broken, { secrets: ['whsec_x'], now: Date.now })
  await expect(webhooks.readEvent('{}', 't=1,v1=00')).rejects.toThrow('could not be loaded')
})
