import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { FarmwatchError, messageOf } from '../errors.ts';

const run = promisify(execFile);
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const WITHIN_MS = 60_000;

/** The Chromium of this machine: the named one, else the first in the search path. */
export function findBrowser({ named, path }: { readonly named: string | undefined; readonly path: string }): string | undefined {
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined;
  return path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))).find((file) => existsSync(file));
}

/**
 * A page as PDF, printed by Chromium without a network.
 *
 * @throws FarmwatchError where there is no Chromium, or it fails
 */
export async function pdfOf(html: string, browser: string | undefined): Promise<Buffer> {
  if (browser === undefined) throw new FarmwatchError('usage', { why: 'A PDF is printed by Chromium, and none was found. Install it (Debian: apt-get install chromium), name it in CHROMIUM_PATH, or take --format html and print it.' });
  const folder = await mkdtemp(join(tmpdir(), 'farmwatch-report-'));
  try {
    const [page, out] = [join(folder, 'report.html'), join(folder, 'report.pdf')];
    await writeFile(page, html, { mode: 0o600 });
    // Chromium refuses its sandbox to root; the page has no script and asks for nothing.
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    await run(browser, ['--headless', ...root, '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--host-resolver-rules=MAP * ~NOTFOUND', `--user-data-dir=${join(folder, 'profile')}`, '--no-pdf-header-footer', `--print-to-pdf=${out}`, `file://${page}`], { timeout: WITHIN_MS });
    return await readFile(out);
  } catch (cause) {
    throw new FarmwatchError('file.unwritable', { file: 'the PDF', why: `Chromium failed (${messageOf(cause).split('\n')[0]})`, cure: 'Take --format html and print it.' }, { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
