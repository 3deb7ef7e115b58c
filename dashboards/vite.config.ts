import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/**
 * Builds the desks into `dist/`: one page, hashed files, nothing inline, so that the strict
 * content security policy of the server holds (scripts, styles and pictures from `'self'` only).
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // A data: URI would be refused by the policy, an inline preload helper as well.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
});
