import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { Arrived } from './desk.ts'

/** Takes every email, but those to mailboxes that `refuses` names. */
export async function openSmtpSink(refuses: (address: string) => boolean) {
  const emails: Arrived[] = []
  const server = createServer((socket) => converse(socket, emails, refuses))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { emails, port: (server.address() as AddressInfo).port, close: () => server.close() }
}

function converse(socket: Socket, emails: Arrived[], refuses: (address: string) => boolean): void {
  let received = ''
  let to = ''
  let isBody = false
  const say = (line: string) => socket.write(`${line}\r\n`)
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1')
    for (;;) {
      const end = isBody ? '\r\n.\r\n' : '\r\n'
      const length = received.indexOf(end)
      if (length < 0) return
      const said = received.slice(0, length)
      received = received.slice(length + end.length)
      if (isBody) {
        // A line's own dot in front is doubled on the way.
        emails.push({ to, ...parse(said.replaceAll('\r\n..', '\r\n.')) })
        isBody = false
        say('250 taken')
      } else if (/^RCPT/i.test(said)) {
        to = /<(.*?)>/.exec(said)?.[1]?.toLowerCase() ?? ''
        say(refuses(to) ? '550 no such mailbox' : '250 yes')
      } else {
        isBody = /^DATA/i.test(said)
        say(isBody ? '354 go on' : /^QUIT/i.test(said) ? '221 bye' : '250 yes')
      }
    }
  })
  say('220 sink')
}

function parse(message: string): Omit<Arrived, 'to'> {
  const [head = '', ...body] = message.split('\r\n\r\n')
  const [, subject = ''] = /^Subject: (.*(?:\r\n[ \t].*)*)/im.exec(head) ?? []
  return {
    subject: subject
      .replaceAll(/\?=\s+=\?/g, '?==?')
      .replaceAll(/=\?UTF-8\?q\?(.*?)\?=/gi, (_, word: string) =>
        unquote(word.replaceAll('_', ' ')),
      ),
    html: unquote(body.join('\r\n\r\n').replaceAll('=\r\n', '')),
  }
}

function unquote(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString()
}
