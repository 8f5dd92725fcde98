import { defineConfig, loadEnv } from 'vite'
import type { UserConfig } from 'vite'
import { besides } from './build/pages/besides.ts'
import type { PageName } from './build/pages/page-name.ts'
import { billingPage, cartPage, plansPage } from './build/pages/page-name.ts'
import { pagePlugin } from './build/plugin.ts'

const here = import.meta.dirname

/**
 * Builds and serves `web/`; `local/` adds the doors and the stand-ins of `npm run dev`. Each page is a bundle of its own,
 * so that its script comes in one file (docs/decisions/0040).
 */
export default defineConfig(({ mode }) => {
  const readEnv = () => ({ ...loadEnv(mode, here, ''), ...process.env })
  const { plugins = [], ...billing } = bundleOf(billingPage, readEnv)
  return {
    ...billing,
    plugins: [
      ...plugins,
      ...[plansPage, cartPage].map((page) => besides(() => bundleOf(page, readEnv))),
    ],
  }
})

function bundleOf(page: PageName, readEnv: () => NodeJS.ProcessEnv): UserConfig {
  return {
    root: `${here}/web`,
    base: page.base,
    // The page's values come only through `virtual:settings`; Vite's own prefix must let none through.
    envDir: false,
    // The page imports no package, so there is nothing to look for and nothing to bundle beforehand.
    optimizeDeps: { noDiscovery: true },
    // No style says `light-dark()`, so the variables that would stand for it in old browsers (1 << 20) are dead weight.
    css: { lightningcss: { exclude: 1 << 20 } },
    plugins: [pagePlugin(page, readEnv)],
    build: {
      // docs/branding.md names them; what else they lack is in web/requests/any-signal.ts and parse-url.ts.
      target: ['chrome105', 'firefox110', 'safari16'],
      outDir: 'dist',
      emptyOutDir: true,
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        // One bundle is made within the other, which is not slow, but looks so.
        checks: { pluginTimings: false },
        input: {
          [page.html]: `${here}/web/${page.html}.html`,
          [page.script]: `${here}/web/${page.script}.ts`,
        },
        output: {
          // Other sites embed this name; everything else carries a hash.
          entryFileNames: (chunk) =>
            chunk.name === page.script ? '[name].js' : 'assets/[name]-[hash].js',
          // What the pages have in common is the same file, and loaded once.
          chunkFileNames: ({ facadeModuleId }) => {
            const [, folder] = /\/words\/(\w+)\/[^/]+$/.exec(facadeModuleId ?? '') ?? []
            return `assets/${folder === undefined ? '' : `${folder}-`}[name]-[hash].js`
          },
          assetFileNames: 'assets/[name]-[hash][extname]',
        },
      },
    },
  }
}
