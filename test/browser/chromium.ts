import { accessSync, constants } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { describe, it } from 'vitest';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** How to get what is missing; also the name of the tests that are skipped without it. */
const NO_CHROMIUM = 'No Chromium found: install one (Debian: apt-get install chromium) or name it in CHROMIUM_PATH';

/** Keeps the browser to itself: no updates, no look-ups, no talk with anybody but the page. */
const QUIET = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** The first browser that is there, `CHROMIUM_PATH` before the usual places; undefined without one. */
export function findChromium(): string | undefined {
  const asked = process.env['CHROMIUM_PATH'];
  return [...(asked === undefined || asked === '' ? [] : [asked]), ...PLACES].find(isRunnable);
}

/** Tests that need a browser. Without one they are skipped with a sentence; on a build machine they fail, for a skipped browser would look like a passed one. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (findChromium() !== undefined) return void describe(name, tests);
  const missing = (): void => { throw new Error(NO_CHROMIUM); };
  describe(name, () => {
    if (process.env['CI'] === 'true') it('needs a browser', missing);
    else it.skip(NO_CHROMIUM, missing);
  });
}

/** Starts the browser found by `findChromium`. */
export async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(NO_CHROMIUM);
  return chromium.launch({ executablePath, args: QUIET });
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
