import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { HtmlTagDescriptor, Plugin, ResolvedConfig } from 'vite'
import copy from '../package.json' with { type: 'json' }
import { brand } from '../web/brand.ts'
import type { Brand } from '../web/brand.ts'
import type { ScriptBrand } from '../web/element/settings.ts'
import { complaintsAboutPage } from './complaints.ts'
import { brandColors, fillFrame } from './frame.ts'
import { headersFile } from './headers.ts'
import { llmsTxt } from './llms-txt.ts'
import { languagePages } from './pages/language-pages.ts'
import type { PageName } from './pages/page-name.ts'
import { billingPage, pages } from './pages/page-name.ts'
import { readPublicSettings } from './public-settings.ts'
import { securityTxt } from './security-txt.ts'

const settingsId = 'virtual:settings'

type ReadEnv = () => Record<string, string | undefined>

/**
 * What a page needs from its build: the owner's public values, and the brand in frame and colors. The files that are the
 * site's, and not one page's, are made with the first page.
 * `readEnv` is called when a file is made, not before, so that `npm run dev` can set its values first.
 */
export function pagePlugin(page: PageName, readEnv: ReadEnv): Plugin[] {
  const ofSite = page === billingPage ? [siteFiles(readEnv), integrity()] : []
  return [pageParts(readEnv), languagePages(page), ...ofSite]
}

function pageParts(readEnv: ReadEnv): Plugin {
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
    transform(code, id) {
      // Of a file that is asked for by its address, Vite makes a script first.
      if (/\/tokens\.css(\?(?!url)|$)/.test(id))
        return { code: code + brandColors(brand.colours), map: null }
      // In development the file may change.
      const isLeft = id.endsWith('/web/brand.ts') && this.environment.mode === 'build'
      return isLeft ? { code: `export const brand = ${scriptBrand()}`, map: null } : null
    },
    transformIndexHtml: {
      order: 'pre',
      handler: (html, { filename }) => ({
        html: fillFrame(html, brand, copy.version),
        tags: filename.endsWith(`/${billingPage.html}.html`)
          ? connectEarly(readPublicSettings(readEnv()).supabaseUrl)
          : [],
      }),
    },
  }
}

/** What Netlify and strangers read about the site. */
function siteFiles(readEnv: ReadEnv): Plugin {
  const { name, support } = brand
  let folder = ''
  const forPrograms = () => {
    const { frontendUrl } = readPublicSettings(readEnv())
    // The owner's own comes from there.
    return existsSync(`${folder}/llms.txt`) ? null : llmsTxt({ name, frontendUrl })
  }
  return {
    name: 'portal-gateway:site-files',
    configResolved: (config) => void (folder = config.publicDir),
    configureServer({ middlewares }) {
      middlewares.use('/llms.txt', (_request, response, next) => {
        const source = forPrograms()
        if (source === null) return next()
        response.setHeader('Content-Type', 'text/plain; charset=utf-8')
        response.end(source)
      })
    },
    generateBundle() {
      const source = headersFile({ ...readPublicSettings(readEnv()), logo: brand.logo })
      this.emitFile({ type: 'asset', fileName: '_headers', source })
      const programs = forPrograms()
      if (programs !== null)
        this.emitFile({ type: 'asset', fileName: 'llms.txt', source: programs })
      const contact = securityTxt({ support, repository: repositoryUrl(), builtAt: new Date() })
      if (contact === null) return
      this.emitFile({ type: 'asset', fileName: '.well-known/security.txt', source: contact })
    },
  }
}

/** The first press of a sign-in goes to Supabase: by then the browser has found it. */
function connectEarly(supabaseUrl: string): HtmlTagDescriptor[] {
  if (supabaseUrl === '') return []
  const attrs = { rel: 'preconnect', href: new URL(supabaseUrl).origin, crossorigin: '' }
  return [{ tag: 'link', attrs, injectTo: 'head' }]
}

const inFrame: Exclude<keyof Brand, keyof ScriptBrand>[] = ['home', 'logo', 'colours', 'links']

function scriptBrand(): string {
  const names: string[] = inFrame
  return JSON.stringify(
    Object.fromEntries(Object.entries(brand).filter(([name]) => !names.includes(name))),
  )
}

// An owner may have taken it out, or written its short form.
function repositoryUrl(): string | undefined {
  const { repository } = copy as { repository?: { url?: string } | string }
  return typeof repository === 'object' ? repository.url : repository
}

/** Says what sites that embed an element may pin its script to (docs/embedding.md). */
function integrity(): Plugin {
  let logger: ResolvedConfig['logger']
  return {
    name: 'portal-gateway:integrity',
    configResolved: (config) => void ({ logger } = config),
    // Only now are the scripts as they will be served.
    writeBundle(_options, bundle) {
      for (const { script } of pages) {
        const file = bundle[`${script}.js`]
        if (file === undefined) throw new Error(`Vite made no ${script}.js`)
        const hash = createHash('sha384').update(file.type === 'chunk' ? file.code : file.source)
        logger.info(`${script}.js integrity="sha384-${hash.digest('base64')}"`)
      }
    },
  }
}
