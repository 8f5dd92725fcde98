import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import type { AuthSettings } from '../../services/supabase-management.ts'
import type { AuthSetting } from './auth-setting-list.ts'
import { authSettingList } from './auth-setting-list.ts'

/** A setting with the value that it must have, as the Management API spells it. */
export type WantedSetting = AuthSetting & { value: string | number | boolean }

type Table = { [key: string]: unknown }

/**
 * The settings that the project's Auth must have: `supabase/config.toml`, in the words of the Management API.
 * @param folder the repository's
 */
export async function readWantedSettings(folder: string): Promise<WantedSetting[]> {
  const auth = await readAuthConfig(folder)
  return authSettingList.map((setting) => {
    const given = setting.from === null ? false : parseValue(find(auth, setting.from))
    const value = setting.isOpposite === true && typeof given === 'boolean' ? !given : given
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw new TypeError(`supabase/config.toml does not say "auth.${setting.from}"`)
    return { ...setting, value }
  })
}

/** The part `auth` of `supabase/config.toml`. */
export async function readAuthConfig(folder: string): Promise<Table> {
  return parse(await readFile(join(folder, 'supabase/config.toml'), 'utf8')).auth as Table
}

/** A value as the dashboard shows it. */
export function showSetting(
  { isOpposite }: Pick<AuthSetting, 'isOpposite'>,
  value: AuthSettings[string],
): string {
  if (typeof value === 'boolean') return value === (isOpposite ?? false) ? 'off' : 'on'
  return value === null || value === undefined || value === '' ? 'empty' : String(value)
}

/** Whether the project has what is wanted. A slash at the end makes no other address; nothing is as good as "off". */
export function isSameSetting(there: AuthSettings[string], wanted: AuthSettings[string]): boolean {
  if (wanted === false) return (there ?? false) === false
  return there === wanted || (isAddress(there) && isAddress(wanted) && bare(there) === bare(wanted))
}

const isAddress = (value: unknown): value is string => /^https?:/.test(String(value))
const bare = (address: string) => address.replace(/\/+$/, '')

function find(table: Table, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Table | undefined)?.[name], table)
}

/** Times come as `60s`, and the API counts seconds. */
function parseValue(given: unknown): unknown {
  const [, seconds] = /^(\d+)s$/.exec(String(given)) ?? []
  return seconds === undefined ? given : Number(seconds)
}
