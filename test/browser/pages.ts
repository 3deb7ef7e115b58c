import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Builds the pages as they ship, into a folder of their own, so that tests which run
 * side by side never empty each other's folder.
 *
 * @returns the folder with `index.html`
 */
export async function buildPages(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'farmwatch-pages-'));
  // Tests run under another name of the environment, under which pages would be built with what only developers need.
  const { NODE_ENV: environment } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    await build({
      configFile: fileURLToPath(new URL('../../dashboards/vite.config.ts', import.meta.url)),
      logLevel: 'error', build: { outDir, emptyOutDir: true },
    });
  } finally {
    process.env['NODE_ENV'] = environment;
  }
  return outDir;
}
