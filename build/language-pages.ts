import type { Plugin, Rolldown } from 'vite'
import type { Brand } from '../web/brand.ts'
import { brand } from '../web/brand.ts'
import { languages, loadText, pickLanguage } from '../web/words/locale.ts'
import { fillWords } from './frame.ts'
import { redirectsFile } from './redirects.ts'

/**
 * Makes one HTML file per language out of the one that Vite makes, and the file that tells Netlify which visitor gets
 * which. Each file names the script of its own language and no other, so that it loads beside the script that will ask
 * for it (docs/decisions/0013). In development there is one page, in the language of the frame.
 */
export const languagePages: Plugin = {
  name: 'portal-gateway:language-pages',
  transformIndexHtml: {
    order: 'post',
    async handler(html, { server }) {
      return server === undefined ? html : inLanguage(html, frameLanguage(brand))
    },
  },
  generateBundle: {
    // Vite adds its own HTML to the files only after the other plugins have run.
    order: 'post',
    async handler(_options, bundle) {
      const made = bundle['index.html']
      if (made?.type !== 'asset') throw new Error('Vite made no index.html')
      const frame = String(made.source)
      const first = frameLanguage(brand)
      for (const language of languages) {
        const source = addHint(await inLanguage(frame, language), scriptOf(language, bundle))
        if (language === first) made.source = source
        this.emitFile({ type: 'asset', fileName: `${language}.html`, source })
      }
      const source = redirectsFile({ languages, first, followsVisitor: brand.language === null })
      this.emitFile({ type: 'asset', fileName: '_redirects', source })
    },
  },
}

/** The language of everything that is shown before the visitor's own is known. */
function frameLanguage({ language }: Brand): string {
  return pickLanguage(language === null ? [] : [language], languages)
}

async function inLanguage(html: string, language: string): Promise<string> {
  return fillWords(html, brand, await loadText(language, brand.text))
}

function addHint(html: string, file: string): string {
  const hint = `<link rel="modulepreload" crossorigin href="./${file}">`
  return html.replace('</head>', () => `  ${hint}\n  </head>`)
}

function scriptOf(language: string, bundle: Rolldown.OutputBundle): string {
  const ending = `/words/${language}.ts`
  const chunk = Object.values(bundle).find(
    (each) => each.type === 'chunk' && each.facadeModuleId?.endsWith(ending),
  )
  if (chunk === undefined) throw new Error(`"${language}" has no script of its own`)
  return chunk.fileName
}
