import { defineConfig, loadEnv } from 'vite'
import { pagePlugin } from './build/plugin.ts'

const here = import.meta.dirname

/** Builds and serves `web/`; `local/` adds the doors and the stand-ins of `npm run dev`. */

export default defineConfig(({ mode }) => ({
  root: `${here}/web`,
  base: './',
  // The page's values come only through `virtual:settings`; Vite's own prefix must let none through.
  envDir: false,
  // The page imports no package, so there is nothing to look for and nothing to bundle beforehand.
  optimizeDeps: { noDiscovery: true },
  // No style says `light-dark()`, so the variables that would stand for it in old browsers (1 << 20) are dead weight.
  css: { lightningcss: { exclude: 1 << 20 } },
  plugins: [pagePlugin(() => ({ ...loadEnv(mode, here, ''), ...process.env }))],
  build: {
    // docs/branding.md names them; what else they lack is in web/requests/any-signal.ts and parse-url.ts.
    target: ['chrome105', 'firefox110', 'safari16'],
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: `${here}/web/index.html`, 'manage-billing': `${here}/web/manage-billing.ts` },
      output: {
        // Other sites embed this name; everything else carries a hash.
        entryFileNames: (chunk) =>
          chunk.name === 'manage-billing' ? '[name].js' : 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
}))
