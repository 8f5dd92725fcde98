import { StoppedError } from '../terminal/stopping.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import { SmokeFault } from './smoke-fault.ts'

/** Does it, and reports what went wrong. @returns the exit code: 0, 1 or, if the owner stopped it, 130 */
export async function judge(out: Output, act: () => Promise<void>): Promise<number> {
  try {
    await act()
    return 0
  } catch (error) {
    if (error instanceof StoppedError) {
      say(out, 'Stopped.')
      return 130
    }
    say(out, `failed:  ${describe(error)}`, '         ')
    return 1
  }
}

/** Other people's messages may contain an address or a key: of them only the kind is reported. */
function describe(error: unknown): string {
  if (error instanceof SmokeFault) return `${error.message} ${error.remedy}`
  const { type, code, statusCode, name } = error as {
    type?: unknown
    code?: string
    statusCode?: number
    name?: string
  }
  if (typeof type === 'string' && type.startsWith('Stripe'))
    return (
      `Stripe answered ${statusCode ?? 'nothing'} "${code ?? type}". ` +
      'May the setup key write customers?'
    )
  // A fetch that reaches nobody, or nobody in time.
  if (name === 'TimeoutError' || (error instanceof TypeError && error.message === 'fetch failed'))
    return 'no answer came. Is the page deployed, or `npm run dev` running?'
  throw error
}
