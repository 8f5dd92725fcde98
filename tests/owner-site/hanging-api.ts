import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCredits, withCredits } from '../../spend/credits.ts'
import type { Project } from '../../spend/credits.ts'
import { forNode } from '../../spend/node.ts'

/** An API that takes five credits and never answers, to be killed. */
const credits = createCredits(JSON.parse(process.env['PROJECT'] ?? '') as Project)
const hang = () => new Promise<never>(() => undefined)
const server = createServer(forNode(withCredits(hang, { credits, price: 5 })))
server.listen(0, '127.0.0.1', () =>
  console.info(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
)
