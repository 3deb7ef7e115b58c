import { accessSync, constants } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** How to get what is missing; also the name of the tests that are skipped without it. */
export const NO_CHROMIUM = 'No Chromium found: install one (Debian: apt-get install chromium) or name it in CHROMIUM_PATH';

/** Keeps the browser to itself: no updates, no look-ups, no talk with anybody but the page. */
const QUIET = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** The first browser that is there, `CHROMIUM_PATH` before the usual places; undefined without one. */
export function findChromium(): string | undefined {
  const asked = process.env['CHROMIUM_PATH'];
  return [...(asked === undefined || asked === '' ? [] : [asked]), ...PLACES].find(isRunnable);
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
