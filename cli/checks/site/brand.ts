import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brandFileOf, readBrand } from '../../brand/brand-file.ts'
import { editBrand, unnamed } from '../../brand/edit-brand.ts'
import type { Shop } from '../../brand/shop.ts'
import { findShop } from '../../brand/shop.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok } from '../guarded.ts'

const remedy = 'run `npm run setup`, which takes it from Stripe; or edit web/brand.ts'

/** Page and emails speak in the owner's name, and say how to reach them. */
export const brand: Check = {
  name: 'brand',
  group: 'site',
  async look(world) {
    const { name, support } = await readBrand(world.copy)
    const there = await nameAt(world)
    const findings: Finding[] = []
    if (name === unnamed)
      findings.push({
        level: 'warning',
        says: `the page and the emails speak for "${unnamed}"`,
        why: 'your customers do not know that name and may take both for fraud',
        remedy,
      })
    else if (there !== null && there !== name)
      findings.push({
        level: 'warning',
        says: `the deployed page speaks for "${there}", and web/brand.ts for "${name}"`,
        why: 'customers read two names',
        remedy: 'commit web/brand.ts and push it',
      })
    if (support === null)
      findings.push({
        level: 'warning',
        says: 'neither the page nor the emails say how to reach you',
        why: 'customers who are stuck can only dispute the payment',
        remedy,
      })
    return findings.length > 0 ? findings : [ok('the page and the emails speak in your name')]
  },
  async fix(world) {
    const [file, now] = [brandFileOf(world.copy), await readBrand(world.copy)]
    if (now.name !== unnamed && now.support !== null) return []
    const shop = world.shop ?? (await findShop(world.account))
    const edit = async () =>
      editBrand({ text: await readFile(file, 'utf8'), brand: await readBrand(world.copy) }, shop)
    const { text, details } = await edit()
    if (text === (await readFile(file, 'utf8'))) return []
    return [
      {
        says: 'Write web/brand.ts: the emails follow at once, the page when you commit and push it',
        brief: "Write the shop's name, support and colors into web/brand.ts",
        details,
        call: null,
        keep: async () => keep(world.copy, shop, (await edit()).text),
      },
    ]
  },
}

/** The file, and the picture that it names. */
async function keep(copy: string, { icon }: Shop, text: string): Promise<void> {
  const name = icon === null ? null : `icon.${icon.type}`
  if (icon !== null && text.includes(`'./${name}'`)) {
    await mkdir(join(copy, 'web/public'), { recursive: true })
    await writeFile(join(copy, `web/public/${name}`), icon.bytes)
  }
  await writeFile(brandFileOf(copy), text)
}

/** The name in the deployed page's header; `null` if it can't be told. */
async function nameAt({ deployed }: World): Promise<string | null> {
  try {
    const html = (await deployed?.readPage())?.text ?? ''
    const [, alt, words] = /class="brand"[^>]*>(?:<img [^>]*alt="([^"]*)"|([^<]*))/.exec(html) ?? []
    return (alt ?? words)?.replaceAll(/&(\w+);/g, (all, name: string) => signs[name] ?? all) ?? null
  } catch (error) {
    if (error instanceof ServiceError) return null
    throw error
  }
}

const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }
