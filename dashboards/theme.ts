const KEY = 'farmwatch.theme';

/** Takes up the choice of an earlier visit; without one the page follows the system. */
export function restoreTheme(): void {
  const kept = remembered();
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset['theme'] = kept;
}

/** Light to dark or back, and remembers it on this device. */
export function toggleTheme(): void {
  const next = isDark() ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = next;
  try { localStorage.setItem(KEY, next); } catch { /* private windows may refuse; the choice then lasts for this page */ }
}

function isDark(): boolean {
  const set = document.documentElement.dataset['theme'];
  return set === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : set === 'dark';
}

function remembered(): string | null {
  try { return localStorage.getItem(KEY); } catch { return null; }
}
