/** A mail address in its parts, folded. */
export interface Mail { readonly local: string; readonly domain: string }

/**
 * Parts of a mail address as they are compared: in lower case, without what stands behind `+`, which leads to the same box.
 *
 * @returns undefined for what is no address
 */
export function mailParts(text: string): Mail | undefined {
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1) return undefined;
  const local = text.slice(0, at).trim().toLowerCase().replace(/(?<=.)\+.*$/, '');
  return { local, domain: text.slice(at + 1).trim().toLowerCase() };
}

/** The one spelling of a mail address. @returns undefined for what is no address */
export function foldedMail(text: string): string | undefined {
  const parts = mailParts(text);
  return parts && `${parts.local}@${parts.domain}`;
}

/**
 * How a mail address is built, without any word of it: `w.w1234` becomes `w.w#4` at its domain.
 *
 * Every run of letters is one `w`, so no name and no part of a name is left. Digits are counted, not kept; four that
 * could be a year of birth are a `y`, because years are what many people put there.
 *
 * @returns undefined for what is no address
 * @example mailShape('kim.lee0719@post.example') // => 'w.w#4@post.example'
 */
export function mailShape(text: string): string | undefined {
  const parts = mailParts(text);
  if (!parts) return undefined;
  const shape = parts.local.replace(/\p{L}+/gu, 'w').replace(/\d+/g, (digits) => (/^(?:19[3-9]\d|20[01]\d)$/.test(digits) ? 'y' : `#${digits.length}`));
  return `${shape}@${parts.domain}`;
}
