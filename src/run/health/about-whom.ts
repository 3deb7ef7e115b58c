import type { Directory, IdentityFields } from '../../core/identity.ts';
import type { HireId } from '../../core/person.ts';
import type { serialFinder } from '../../core/spelling.ts';
import type { Instant } from '../../core/time.ts';

/** The hires whom a row is about: the person it names, and the holder of its laptop; none where it names nobody who is known. */
export function aboutWhom(row: IdentityFields, directory: Directory, serialOf: ReturnType<typeof serialFinder>, at: Instant): ReadonlySet<HireId> {
  const person = directory.personOf(row);
  const serial = serialOf(row);
  const holder = serial === undefined ? undefined : directory.holderOf(serial, at);
  return new Set([...(typeof person === 'string' ? [person] : []), ...(holder === undefined ? [] : [holder])]);
}
