import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { examine } from '../../cli/checks/examine.ts'
import { useReadyShop } from './shop/ready-shop.ts'
import { runCommand } from './terminal/run-command.ts'

/* What the file says of itself is held by tests/docs/check-weekly.test.ts; here it is run. */

const file = fileURLToPath(new URL('../../docs/examples/check-weekly.yml', import.meta.url))
const text = await readFile(file, 'utf8')
const names = [...text.matchAll(/^ +(\w+): \$\{\{/gm)].map(([, name = '']) => name)

const shop = useReadyShop()

/** The rights that the file names, in the services' own words. */
const rights = {
  stripe: {
    'Customers Read': 'rak_customer_read',
    'Webhook Endpoints Read': 'rak_webhook_read',
    'Payment Links Read': 'rak_payment_links_read',
    'Customer portal Read': 'rak_customer_portal_read',
  },
  management: {
    'Project Settings Read': 'project_admin_read',
    'Auth Config Read': 'auth_config_read',
    'Database Read': 'database_read',
    'Data API Config Read': 'data_api_config_read',
  },
}

const readOnly = { STRIPE_SETUP_KEY: 'rk_test_setup' }
/** The tokens of the check may do only this. */
function allow(slugs: readonly string[]): void {
  shop.stripe.control({ keyPermissions: { rk_test_setup: slugs } })
  shop.management.control({ permissions: [...slugs] })
}

test('the rights are those that the doctor needs, and no others', async () => {
  const told = text.replaceAll(/\n#/g, ' ').replaceAll(/ +/g, ' ')
  const all = Object.values(rights).flatMap((rows) => Object.entries(rows))
  for (const { 0: row } of all) expect(told).toContain(row)
  for (const [row, slug] of all) {
    allow(all.map(([, each]) => each).filter((each) => each !== slug))
    const found = await examine(await shop.world(readOnly, { project: shop.management.ref }))
    const levels = found.map(({ level }) => level)
    expect(levels.includes('unknown') || levels.includes('fault'), row).toBe(true)
  }
})

test('with just these rights and variables, nothing is left unchecked', async () => {
  allow(Object.values(rights).flatMap((rows) => Object.values(rows)))
  const folder = await mkdtemp(join(tmpdir(), 'portal-gateway-weekly-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await cp(join(shop.folder, 'web'), join(folder, 'web'), { recursive: true })
  // What GitHub doesn't know is empty.
  const site = names.map((name) => [name, shop.env[name] ?? ''])
  const bases = Object.entries(shop.env).filter(([name]) => /_BASE$|_PROJECT_URL$/.test(name))
  const env = { ...Object.fromEntries([...site, ...bases]), ...readOnly }
  // Here the project's address says nothing of its name.
  const args = ['doctor', '--strict', '--supabase-project', shop.management.ref]
  const { code, out, err } = await runCommand(args, { env, folder })
  expect(out + err).not.toMatch(/^(fault|unknown)/m)
  expect(code).toBe(0)
})
