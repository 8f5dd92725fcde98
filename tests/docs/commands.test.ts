import { expect, test } from 'vitest'
import { commands } from '../../cli/commands.ts'
import { readCommandsPage } from './commands-page.ts'

const page = readCommandsPage()

test.each(Object.keys(commands))('%s is in the list, and says what --json prints', (name) => {
  expect(page.text).toContain(`| \`npm run ${name}\``)
  expect(page.sections()).toContain(name)
})
