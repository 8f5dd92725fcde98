import type { Plugin } from 'vite'
import copy from '../package.json' with { type: 'json' }
import { brand } from '../web/brand.ts'
import { complaintsAboutPage } from './complaints.ts'
import { brandColors, fillFrame } from './frame.ts'
import { headersFile } from './headers.ts'
import { languagePages } from './language-pages.ts'
import { readPublicSettings } from './public-settings.ts'

const settingsId = 'virtual:settings'

/**
 * What the page needs from its build: the owner's public values, the brand in frame and colors, and the file of headers.
 * `readEnv` is called when a file is made, not before, so that `npm run dev` can set its values first.
 */
export function pagePlugin(readEnv: () => Record<string, string | undefined>): Plugin[] {
  return [pageParts(readEnv), languagePages]
}

function pageParts(readEnv: () => Record<string, string | undefined>): Plugin {
  return {
    name: 'portal-gateway:page',
    enforce: 'pre',
    // Nobody reports a page that they can't read, so it isn't built; in development, a warning is enough.
    async buildStart() {
      const complaints = await complaintsAboutPage(brand)
      if (complaints.length === 0) return
      if (this.environment.mode === 'build') this.error(complaints.join('\n'))
      this.warn(complaints.join('\n'))
    },
    resolveId: (id) => (id === settingsId ? `\0${settingsId}` : null),
    load: (id) =>
      id === `\0${settingsId}`
        ? `export default ${JSON.stringify(readPublicSettings(readEnv()))}`
        : null,
    transform: (code, id) =>
      /\/tokens\.css(\?|$)/.test(id)
        ? { code: code + brandColors(brand.colours), map: null }
        : null,
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => fillFrame(html, brand, copy.version),
    },
    generateBundle() {
      const source = headersFile({ ...readPublicSettings(readEnv()), logo: brand.logo })
      this.emitFile({ type: 'asset', fileName: '_headers', source })
    },
  }
}
