import { PageFault } from '../requests/faults.ts'

type FoundCode = typeof import('./found.ts')

let loaded: FoundCode | undefined

/** Fetches the code that shows what was found, beside the lookup itself. @throws `offline` */
export async function loadFoundCode(): Promise<void> {
  try {
    loaded ??= await import('./found.ts')
  } catch (cause) {
    throw new PageFault('offline', 'The code for billing accounts did not come', { cause })
  }
}

/** The code, which `loading` has fetched before it goes on. */
export function foundCode(): FoundCode {
  if (loaded === undefined) throw new Error('Nothing is shown before its code is there')
  return loaded
}
