import { h } from '../../element/render.ts'
import { answerPress } from '../../parts/pending.ts'
import { fill } from '../../words/fill.ts'
import { PageFault } from '../../requests/faults.ts'
import type { ChooseProps } from './pay.ts'
import type { PlansPage } from '../states.ts'

/** The button that leads to Stripe's page, in this tab, for the price that is chosen when it is pressed. */
export function chooseButton(page: PlansPage, props: ChooseProps): HTMLButtonElement {
  const { product, chosen, keys, summary } = props
  const { plans } = page.text
  const button = h(
    'button',
    { type: 'button', class: 'main', 'data-action': 'choose' },
    fill(plans.choose, { product }),
  )
  button.addEventListener('click', () => {
    summary.clear()
    // What is chosen while an answer is awaited is for the next press.
    const { price } = chosen()
    void answerPress(page, {
      button,
      words: plans.opening,
      async task() {
        const { pay } = await loadPay()
        await pay(page, props, price)
      },
      onFault: (fault) => {
        if (fault.code !== 'offline' && fault.code !== 'timeout') keys.isAnswered(price)
        summary.showFault(fault)
      },
    })
  })
  // Nobody who only looks waits for it, and nobody who presses, either.
  loadPay().catch(() => undefined)
  return button
}

/** The code that orders. @throws `offline` */
async function loadPay(): Promise<typeof import('./pay.ts')> {
  try {
    return await import('./pay.ts')
  } catch (cause) {
    throw new PageFault('offline', 'The code that orders did not come', { cause })
  }
}
