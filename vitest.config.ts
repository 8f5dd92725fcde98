import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['{server,web,local,tests,cli}/**/*.test.ts'], maxWorkers: 2 },
})
