import { h } from '../element/render.ts'
import { fillParts } from '../words/fill.ts'

/** For owners who look at their own page: what to run, and where each step is written down. */
export function ownerNotice(sentence: string): HTMLElement {
  const commands = {
    setup: code('npm run setup'),
    doctor: code('npm run doctor'),
    guide: code('docs/going-live.md'),
  }
  return h('p', { class: 'notice', 'data-owner': true }, ...fillParts<Node>(sentence, commands))
}

/** Words for a machine, which run from left to right in every language. */
export function code(words: string): HTMLElement {
  return h('code', { dir: 'ltr' }, words)
}
