import type { InlineConfig, Plugin } from 'vite'
import { build } from 'vite'

/**
 * Makes another bundle while one is made, and puts its files beside: two entries of one bundle would share chunks, which a
 * browser finds only after the script that imports them (docs/decisions/0040).
 */
export function besides(config: () => InlineConfig): Plugin {
  return {
    name: 'portal-gateway:besides',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const { build: options, ...rest } = config()
      const made = await build({
        ...rest,
        configFile: false,
        logLevel: 'error',
        build: { ...options, write: false, reportCompressedSize: false },
      })
      if (!('output' in made)) throw new Error('Vite made more than one bundle')
      for (const file of made.output) {
        // A style that both have is the same file.
        if (file.fileName in bundle) continue
        const source = file.type === 'chunk' ? file.code : file.source
        this.emitFile({ type: 'asset', fileName: file.fileName, source })
      }
    },
  }
}
