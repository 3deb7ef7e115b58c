/** Longer ones do not exist (RFC 5321), and a stranger's text should not keep a pattern busy. */
const LONGEST = 320;

/** How Entra ID writes a guest of a tenant: the mail address, its at sign as a low line, and the tenant behind. */
const GUEST = /^(?<box>[^\s@]{1,64})_(?<domain>[a-z0-9-]+(?:\.[a-z0-9-]+)+)#EXT#@[^\s@]+$/i;

/**
 * The mail address in the account name of a guest; undefined for any other name. Domains have no low line, so the last one
 * is the sign.
 *
 * @example guestMail('kim_doe_gmail.com#EXT#@acme.onmicrosoft.com') // => 'kim_doe@gmail.com'
 */
export function guestMail(text: string): string | undefined {
  const { box, domain } = text.length <= LONGEST ? GUEST.exec(text)?.groups ?? {} : {};
  return box === undefined ? undefined : `${box}@${domain!}`;
}

/** True for text that looks like a mail address, as account names often do; the account name of a guest is none. */
export function looksLikeMail(text: string): boolean {
  if (/#EXT#@/i.test(text)) return false;
  return text.length <= LONGEST && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}
