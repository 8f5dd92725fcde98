import { expect, test } from 'vitest'
import { GatewayError } from '../../errors.ts'
import type { SubjectWorld } from '../subject.ts'
import { refreshPurchase } from './refresh-purchase.ts'

test('what fails is told when everything that it began has ended', async () => {
  const ended: string[] = []
  const sales: Partial<SubjectWorld['sales']> = {
    findSources: async () => ({ sessions: [], invoices: ['in_1', 'in_2'] }),
    async findInvoice(id) {
      if (id === 'in_1') throw new GatewayError('stripe_unavailable', 'a fault')
      await new Promise((resolve) => void setTimeout(resolve, 20))
      ended.push(id)
      return null
    },
  }
  const world = { sales } as SubjectWorld
  await expect(refreshPurchase(world, 'ch_1', 1)).rejects.toMatchObject({
    code: 'stripe_unavailable',
  })
  expect(ended).toEqual(['in_2'])
})
