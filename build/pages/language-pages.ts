import type { Plugin, Rolldown } from 'vite'
import type { Brand } from '../../web/brand.ts'
import { brand } from '../../web/brand.ts'
import { loadCartText } from '../../web/words/cart/locale.ts'
import { languages, loadText, pickLanguage } from '../../web/words/locale.ts'
import { loadPlansText } from '../../web/words/plans/locale.ts'
import { fillWords } from '../frame.ts'
import type { PageName } from './page-name.ts'
import { billingPage, cartPage, fileOf, pages, plansPage } from './page-name.ts'
import { redirectsFile } from './redirects.ts'

/**
 * Makes one HTML file per language out of the one that Vite makes, and with the first page the file that tells Netlify
 * which visitor gets which. Each file names the scripts of its own language and no other, so that they load beside the
 * script that will ask for them (docs/decisions/0013). In development each page is in the language of the frame.
 */
export function languagePages(page: PageName): Plugin {
  return {
    name: 'portal-gateway:language-pages',
    transformIndexHtml: {
      order: 'post',
      async handler(html, { server, filename }) {
        if (server === undefined) return html
        // One server for all pages.
        const shown = pages.find(({ html: name }) => filename.endsWith(`/${name}.html`)) ?? page
        return inLanguage(html, shown, frameLanguage(brand))
      },
    },
    generateBundle: {
      // Vite adds its own HTML to the files only after the other plugins have run.
      order: 'post',
      async handler(_options, bundle) {
        const made = bundle[`${page.html}.html`]
        if (made?.type !== 'asset') throw new Error(`Vite made no ${page.html}.html`)
        const frame = String(made.source)
        const first = frameLanguage(brand)
        for (const language of languages) {
          const files = scriptsOf(page, language, bundle)
          const source = addHints(
            await inLanguage(frame, page, language),
            files.map((file) => page.base + file),
          )
          if (language === first) made.source = source
          this.emitFile({ type: 'asset', fileName: fileOf(page, language), source })
        }
        if (page !== billingPage) return
        const followsVisitor = brand.language === null
        const source = redirectsFile({ pages, languages, first, followsVisitor })
        this.emitFile({ type: 'asset', fileName: '_redirects', source })
      },
    },
  }
}

/** The language of everything that is shown before the visitor's own is known. */
function frameLanguage({ language }: Brand): string {
  return pickLanguage(language === null ? [] : [language], languages)
}

async function inLanguage(html: string, page: PageName, language: string): Promise<string> {
  if (page === plansPage) {
    const text = await loadPlansText(language, brand.text)
    return fillWords(html, brand, { page: text.page, heading: text.plans.heading })
  }
  if (page === cartPage) {
    const text = await loadCartText(language, brand.text)
    return fillWords(html, brand, { page: text.page, heading: text.cart.heading })
  }
  const text = await loadText(language, brand.text)
  return fillWords(html, brand, { page: text.page, heading: text.signIn.heading })
}

function addHints(html: string, hrefs: string[]): string {
  const hints = hrefs.map((href) => `  <link rel="modulepreload" crossorigin href="${href}">\n  `)
  return html.replace('</head>', () => `${hints.join('')}</head>`)
}

function scriptsOf(page: PageName, language: string, bundle: Rolldown.OutputBundle): string[] {
  const own = { [plansPage.script]: 'words/plans', [cartPage.script]: 'words/cart' }[page.script]
  const folders = ['words', ...(own === undefined ? [] : [own])]
  return folders.map((folder) => {
    const ending = `/${folder}/${language}.ts`
    const chunk = Object.values(bundle).find(
      (each) => each.type === 'chunk' && each.facadeModuleId?.endsWith(ending),
    )
    if (chunk === undefined) throw new Error(`"${language}" has no script of its own in ${folder}`)
    return chunk.fileName
  })
}
