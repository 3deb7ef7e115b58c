import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** Where pictures of pages go, to be looked at; git ignores it. */
const FOLDER = fileURLToPath(new URL('../../.cache/screens', import.meta.url));

/** Keeps a picture of the whole page. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true });
}
