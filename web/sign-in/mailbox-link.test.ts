import { expect, test } from 'vitest'
import { mailboxOf } from './mailbox-link.ts'

test.each([
  ['ada@gmail.com', 'https://mail.google.com/'],
  ['ADA@Hotmail.FR', 'https://outlook.live.com/mail/'],
  ['ada@yahoo.co.jp', 'https://mail.yahoo.co.jp/'],
  ['ada@rocketmail.com', 'https://mail.yahoo.com/'],
  ['"a@b"@me.com', 'https://www.icloud.com/mail/'],
])('the mail of %s is read at %s', (email, url) => {
  expect(mailboxOf(email)?.url).toBe(url)
})

test.each([
  'ada@example.com',
  'ada@mygmail.com',
  'ada@gmail.com.example',
  'ada@live.example',
  'gmail',
  '',
])('where the mail of %j is read, nobody knows', (email) => expect(mailboxOf(email)).toBeNull())
