import type { Draft } from './collector.ts';
import { looksLikeMail } from './mail-address.ts';

/**
 * Whom an account name is about: the whole name, its domain where it is written `DOMAIN\user`, the mail address where it is one.
 *
 * @returns no fields where there is neither a name nor an id
 * @example accountFields('ACME\\kim') // => { 'user.name': 'ACME\\kim', 'user.domain': 'ACME' }
 */
export function accountFields(written: string | undefined, id?: string): Draft {
  // Shippers that escape once too often leave two strokes; one at the end parts nothing.
  const name = written?.replace(/\\{2,}/g, '\\').replace(/\\$/, '').trim();
  const stroke = name?.indexOf('\\') ?? -1;
  return {
    ...(name === undefined || name === '' ? {} : { 'user.name': name }),
    ...(name !== undefined && stroke > 0 ? { 'user.domain': name.slice(0, stroke) } : {}),
    ...(name !== undefined && looksLikeMail(name) && stroke < 0 ? { 'user.email': name } : {}),
    ...(id === undefined ? {} : { 'user.id': id }),
  };
}
