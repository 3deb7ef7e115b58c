import { compareBytes } from '../../core/canonical.ts';
import { canonicalLink } from '../../core/links.ts';
import { foldedMail } from '../../core/mail.ts';
import type { ApplicationRow, HireId } from '../../core/person.ts';

/**
 * Which applications are of one applicant, as far as that can be told: application id → one id for the applicant.
 *
 * Many people apply more than once. Applications of one hire, with one mail address, or with one phone and one profile
 * together, are taken to be of one person, so that nobody counts as somebody else's double. Who were hired as two people
 * are two, however much of a phone and a profile they share.
 */
export function applicantsOf(applications: readonly ApplicationRow[]): ReadonlyMap<string, string> {
  const parent = new Map(applications.map(({ application_id: id }) => [id, id]));
  const hires = new Map(applications.flatMap(({ application_id: id, hire_id: hire }) => (hire === undefined ? [] : [[id, new Set([hire])]])));
  const rootOf = (id: string): string => {
    let root = id;
    while (parent.get(root) !== root) root = parent.get(root)!;
    parent.set(id, root);
    return root;
  };
  const areTwo = (a: string, b: string): boolean => {
    const [one, other] = [hires.get(a), hires.get(b)];
    return one !== undefined && other !== undefined && one.isDisjointFrom(other);
  };
  // The same people come out in whatever order the rows come in, because what joins them is looked at in one order.
  const ordered = applications.toSorted((a, b) => compareBytes(a.application_id, b.application_id));
  for (const { keysOf, mayBeTwo } of JOINS) {
    const first = new Map<string, string>();
    for (const application of ordered) {
      for (const key of keysOf(application)) {
        const [a, b] = [rootOf(first.get(key) ?? application.application_id), rootOf(application.application_id)].sort() as [string, string];
        if (mayBeTwo && areTwo(a, b)) continue;
        if (!first.has(key)) first.set(key, application.application_id);
        parent.set(b, a);
        const both = (hires.get(a) ?? new Set<HireId>()).union(hires.get(b) ?? new Set<HireId>());
        if (both.size > 0) hires.set(a, both);
      }
    }
  }
  return new Map(applications.map(({ application_id: id }) => [id, rootOf(id)]));
}

/** What joins applications, the surest first; `mayBeTwo` where people who were hired as two may share it. */
const JOINS: readonly { readonly keysOf: (application: ApplicationRow) => readonly string[]; readonly mayBeTwo: boolean }[] = [
  { keysOf: ({ hire_id: hire }) => (hire === undefined ? [] : [hire]), mayBeTwo: false },
  { keysOf: ({ email }) => [email === undefined ? undefined : foldedMail(email)].filter((mail) => mail !== undefined), mayBeTwo: false },
  {
    keysOf: ({ profile_url: url, phone, phone_token: token }) => {
      const profile = url === undefined ? undefined : canonicalLink(url);
      return profile === undefined ? [] : [phone, token].flatMap((one) => (one === undefined ? [] : [`${one}\0${profile}`]));
    },
    mayBeTwo: true,
  },
];
