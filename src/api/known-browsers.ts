import { DAY, type Instant } from '../core/time.ts';

/** A browser in which somebody has signed in with this account, by the hash of the secret in its cookie. */
export interface KnownBrowser { readonly hash: string; readonly at: Instant }

/** A browser in which nobody signed in for so long is a stranger again. */
export const KNOWN_FOR = 90 * DAY;
/** The newest of one account; older ones give way. */
const MOST = 5;

/** @param hash of the secret that a browser brings; undefined where it brings none */
export function isKnown(browsers: readonly KnownBrowser[] = [], hash: string | undefined, now: Instant): boolean {
  return hash !== undefined && browsers.some((one) => one.hash === hash && now - one.at < KNOWN_FOR);
}

/** The list after somebody signed in. */
export function afterSignIn(browsers: readonly KnownBrowser[] = [], hash: string, now: Instant): readonly KnownBrowser[] {
  return [{ hash, at: now }, ...browsers.filter((one) => one.hash !== hash)].slice(0, MOST);
}
