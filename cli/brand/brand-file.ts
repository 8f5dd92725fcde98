import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Brand } from '../../web/brand.ts'

/** Where an owner's copy has the brand. */
export function brandFileOf(folder: string): string {
  return join(folder, 'web/brand.ts')
}

/** The brand as the file has it now; setup may have changed it since it was read before. */
export async function readBrand(folder: string): Promise<Brand> {
  const file = brandFileOf(folder)
  const { mtimeMs } = await stat(file)
  const module = (await import(/* @vite-ignore */ `${pathToFileURL(file)}?${mtimeMs}.ts`)) as {
    brand: Brand
  }
  return module.brand
}
