import type { Plugin } from 'vite'
import { brand } from '../brand.ts'
import { loadText } from '../locale.ts'
import { complaintsAboutPage, frameLanguage } from './complaints.ts'
import { brandColours, fillFrame } from './frame.ts'
import { headersFile } from './headers.ts'
import { readPublicSettings } from './public-settings.ts'

const settingsId = 'virtual:settings'

/**
 * What the page needs of its build: the owner's public values, the brand in frame and colours, and the file of
 * headers. `readEnv` is called when a file is made, not before, so that `npm run dev` can set its values first.
 */
export function pagePlugin(readEnv: () => Record<string, string | undefined>): Plugin[] {
  return [pageParts(readEnv), languageHint]
}

function pageParts(readEnv: () => Record<string, string | undefined>): Plugin {
  return {
    name: 'portal-gateway:page',
    enforce: 'pre',
    // A page that some can't read is a fault that nobody reports, so it isn't built; while developing, words will do.
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
        ? { code: code + brandColours(brand.colours), map: null }
        : null,
    transformIndexHtml: {
      order: 'pre',
      handler: async (html) =>
        fillFrame(html, brand, await loadText(frameLanguage(brand), brand.text)),
    },
    generateBundle() {
      const source = headersFile({ ...readPublicSettings(readEnv()), logo: brand.logo })
      this.emitFile({ type: 'asset', fileName: '_headers', source })
    },
  }
}

/** The likeliest language starts to load beside the script that will ask for it. */
const languageHint: Plugin = {
  name: 'portal-gateway:language-hint',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const file = `/locales/${frameLanguage(brand)}.ts`
      const chunk = Object.values(bundle).find(
        (each) => each.type === 'chunk' && each.facadeModuleId?.endsWith(file),
      )
      if (!chunk) return []
      const attrs = { rel: 'modulepreload', crossorigin: true, href: `./${chunk.fileName}` }
      return [{ tag: 'link', attrs, injectTo: 'head' }]
    },
  },
}
