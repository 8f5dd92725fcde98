import { test, useSite } from '../browser/flow.ts'
import { cardOf, chooses, looksAtPlans } from './shop-window.ts'

const site = useSite('dev', 8934)

test('npm run dev serves the prices as they will be built', async () => {
  const visitor = await site.visitor()
  // Vite's own client says that it is there.
  visitor.mayHear(/^\[vite\]/)
  await looksAtPlans(site, visitor)
  await chooses(site, visitor, 'Pro')
  await visitor.page.getByRole('link', { name: 'Back' }).click()
  await cardOf(visitor.page, 'Pro').waitFor()
})
