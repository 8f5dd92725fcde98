import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { supportLine } from '../parts/support-line.ts'
import type { Page } from '../state.ts'
import { fillParts } from '../words/fill.ts'
import { code, ownerNotice } from './owner-notice.ts'
import type { NotSetUpState } from './states.ts'

/** The page, or its door, lacks what it needs: a word for the visitor, and for the owner what to do. */
export function notSetUpView(
  page: Pick<Page, 'text' | 'settings' | 'brand'>,
  { obstacle }: NotSetUpState,
): View {
  const { heading, visitor, owner, names } = page.text.notSetUp
  const { missing, unseen } = page.settings
  const absent =
    obstacle === 'origin' ? [`ALLOWED_ORIGINS=${location.origin}`] : [...missing, ...unseen]
  return {
    heading,
    parts: [
      h('p', { class: 'lead' }, visitor),
      supportLine(page),
      ownerNotice(owner),
      absent.length > 0 &&
        h(
          'p',
          { class: 'small', 'data-missing': true },
          ...fillParts<Node>(names, { names: code(absent.join(', ')) }),
        ),
    ],
  }
}
