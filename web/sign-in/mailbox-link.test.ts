import { expect, test } from 'vitest'
import { mailboxOf } from './mailbox-link.ts'

test.each([
  ['ada@gmail.com', 'https://mail.google.com/'],
  ['ADA@Hotmail.FR', 'https://outlook.live.com/mail/'],
  ['ada@yahoo.co.jp', 'https://mail.yahoo.co.jp/'],
  ['ada@rocketmail.com', 'https://mail.yahoo.com/'],
  ['"a@b"@me.com', 'https://www.icloud.com/mail/'],
])('the mailbox of %s is at %s', (email, url) => {
  expect(mailboxOf(email)?.url).toBe(url)
})

test.each([
  'ada@example.com',
  'ada@mygmail.com',
  'ada@gmail.com.example',
  'ada@live.example',
  'gmail',
  '',
])('nobody knows where the mailbox of %j is', (email) => expect(mailboxOf(email)).toBeNull())
