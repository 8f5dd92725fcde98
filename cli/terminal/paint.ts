import { styleText } from 'node:util'
import type { Output } from './wrap.ts'

/** In color on a terminal, unless NO_COLOR is set; plain elsewhere. */
export function paint(format: Parameters<typeof styleText>[0], text: string, out: Output): string {
  const isPlain = out.isTTY !== true || (process.env.NO_COLOR ?? '') !== ''
  return isPlain ? text : styleText(format, text, { validateStream: false })
}
