import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = new URL('../../docs/decisions/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const index = read('README.md')
const pages = readdirSync(folder).filter((name) => name !== 'README.md')

test.each(pages)(
  '%s says its date, its status and what it supersedes, and so does the index',
  (name) => {
    const head =
      /^# (?<title>.+)\n\n- \*\*Date:\*\* (?<date>2\d{3}-\d\d-\d\d)\n- \*\*Status:\*\* (?<status>(?:accepted|amended on [\d-]+|superseded by \[\d{4}\]\([\w.-]+\)))\n- \*\*Supersedes:\*\* (?<supersedes>.+)\n/
    const { title, date, status, supersedes } = head.exec(read(name))?.groups ?? {}
    const cells = index
      .split('\n')
      .find((line) => line.startsWith(`| [${name.slice(0, 4)}](${name})`))
      ?.split('|')
      .map((cell) => cell.trim())
      .slice(1, -1)
    expect(cells).toEqual([`[${name.slice(0, 4)}](${name})`, title, date, status, supersedes])
  },
)

test('numbers are given once', () => {
  const numbers = pages.map((name) => name.slice(0, 4))
  expect(new Set(numbers).size).toBe(numbers.length)
})
