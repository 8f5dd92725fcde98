import type { Page } from '../../state.ts'
import { isProductId } from './ask-for-titles.ts'
import type { Access } from './ask-for-titles.ts'

/**
 * What a person reads: the owner's words in the language of the page, or the shop's, or the name itself. The bare id of a
 * product tells a person nothing: it has no words (`null`).
 */
export function nameAccess(
  { brand, text }: Pick<Page, 'brand' | 'text'>,
  { name, title }: Access,
): string | null {
  const own = brand.accessNames?.[text.page.language] ?? {}
  if (Object.hasOwn(own, name)) return own[name] ?? null
  return title ?? (isProductId(name) ? null : name)
}
