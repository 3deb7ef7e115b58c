/** Sites of profiles on which every path begins with one of these words; without a name behind it the path is nobody's. */
const NOBODY = new Set(['in', 'pub', 'profile', 'profiles', 'user', 'users', 'u', 'feed', 'home', 'login', 'about', 'me']);
/** Sites of many people: their front page is nobody's. */
const SHARED_SITES = /(?:^|\.)(?:linkedin\.com|github\.com|gitlab\.com|bitbucket\.org|behance\.net|dribbble\.com|medium\.com|stackoverflow\.com|upwork\.com|xing\.com|x\.com|twitter\.com|facebook\.com|google\.com)$/;

/**
 * The one spelling of a link to a profile or portfolio, `linkedin.com/in/kim`: without scheme, `www.`, query and
 * closing slash; case does not count.
 *
 * @returns undefined for what is no link, or the front page of a site that belongs to many
 */
export function canonicalLink(text: string): string | undefined {
  const written = text.trim();
  if (/\s/.test(written)) return undefined;
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `https://${written}`);
  } catch {
    return undefined;
  }
  const host = url.hostname.toLowerCase().replace(/^(?:www|m)\./, '');
  if (!host.includes('.')) return undefined;
  const path = url.pathname.toLowerCase().split('/').filter((part) => part !== '');
  const named = path.some((part) => !NOBODY.has(part));
  // Sites of one person are told by their host; elsewhere a path that names nobody is a form's example.
  if (!named && (path.length > 0 || SHARED_SITES.test(host))) return undefined;
  return [host, ...path].join('/');
}
