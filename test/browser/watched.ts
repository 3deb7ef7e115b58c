import type { Page } from 'playwright-core';

/** Scripts that fail, errors in the log, dialogs of the browser, what the policy kept off, and addresses outside of the server, as they come. */
export async function watched(page: Page, server: string): Promise<string[]> {
  const complaints: string[] = [];
  // Refused answers are asked for by some tests; the browser logs them as errors of its own.
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => { complaints.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
  page.on('request', (request) => { if (!request.url().startsWith(`${server}/`)) complaints.push(`left the desk: ${request.url()}`); });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  return complaints;
}
