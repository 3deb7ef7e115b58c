import { canonicalLink } from '../core/links.ts';
import { foldedMail } from '../core/mail.ts';
import type { ApplicationRow } from '../core/person.ts';

/**
 * Which applications are of one applicant, as far as that can be told: application id → one id for the applicant.
 *
 * Many people apply more than once. Applications of one hire, with one mail address, or with one phone and one profile
 * together, are taken to be of one person, so that nobody counts as somebody else's double.
 */
export function applicantsOf(applications: readonly ApplicationRow[]): ReadonlyMap<string, string> {
  const parent = new Map(applications.map(({ application_id: id }) => [id, id]));
  const rootOf = (id: string): string => {
    let root = id;
    while (parent.get(root) !== root) root = parent.get(root)!;
    parent.set(id, root);
    return root;
  };
  const first = new Map<string, string>();
  for (const application of applications) {
    for (const key of samePerson(application)) {
      const held = first.get(key);
      if (held === undefined) first.set(key, application.application_id);
      else {
        // The smaller id names the applicant, whatever order the rows come in.
        const [a, b] = [rootOf(held), rootOf(application.application_id)].sort();
        parent.set(b!, a!);
      }
    }
  }
  return new Map(applications.map(({ application_id: id }) => [id, rootOf(id)]));
}

function samePerson(application: ApplicationRow): readonly string[] {
  const mail = application.email === undefined ? undefined : foldedMail(application.email);
  const profile = application.profile_url === undefined ? undefined : canonicalLink(application.profile_url);
  const phones = profile === undefined ? [] : [application.phone, application.phone_token].filter((phone) => phone !== undefined);
  return [
    ...(application.hire_id === undefined ? [] : [`hire\0${application.hire_id}`]),
    ...(mail === undefined ? [] : [`mail\0${mail}`]),
    ...phones.map((phone) => `phone\0${phone}\0${profile}`),
  ];
}
