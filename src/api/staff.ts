import { AMBIGUOUS, bareName } from '../core/identity.ts';
import { foldedMail } from '../core/mail.ts';
import type { HireId } from '../core/person.ts';
import { MINUTE } from '../core/time.ts';
import type { Hire } from '../detect/detector.ts';
import { readHistory, registryAt, type Registry } from '../detect/people/registry.ts';
import type { Pipeline } from '../run/pipeline.ts';
import type { Store } from '../store/store.ts';
import { keptFor } from './kept-for.ts';

/** Records of hires that an account names: those of its holder, as far as anybody can tell. */
export interface Own {
  readonly hires: ReadonlySet<HireId>;
  /** One of them is watched now. */
  readonly isInScope: boolean;
  /** All of them have ended. */
  readonly hasLeft: boolean;
}
export const NOBODY: Own = { hires: new Set(), isInScope: false, hasLeft: false };

export interface StaffBook {
  /** @param mail address that the provider told */
  of(user: string, mail: string | undefined): Promise<Own>;
}

/** The tables of people are read again no oftener; whoever leaves loses the session within that time. */
const FRESH_FOR = 5 * MINUTE;

/** Which hires an account names, by the people and accounts that are imported now. */
export function staffBook({ store, pipeline, now }: { readonly store: Pick<Store, 'shelf'>; readonly pipeline: Pipeline; readonly now: () => number }): StaffBook {
  const registry = keptFor(FRESH_FOR, now, async (at) => {
    const { cases } = await pipeline.cases();
    const inCases = new Set(cases.filter(({ status }) => status === 'open').flatMap(({ hires }) => hires));
    const people = registryAt(await readHistory(store), at, pipeline.parts.scope, inCases);
    return { people, byName: namesIn(people) };
  });
  return {
    async of(user, mail) {
      const { people, byName } = await registry();
      return ownOf(people, byName, user, mail);
    },
  };
}

function ownOf({ hires, directory }: Registry, byName: ReadonlyMap<string, readonly HireId[]>, user: string, mail: string | undefined): Own {
  const asked = [user, mail].filter((name) => name !== undefined).flatMap(spellings);
  const found = new Set(asked.flatMap((name) => byName.get(name) ?? []));
  const known = directory.personOf({ 'user.name': user, ...(mail === undefined ? {} : { 'user.email': mail }) });
  if (known !== undefined && known !== AMBIGUOUS) found.add(known);
  const own = [...found].flatMap((id) => hires.get(id) ?? []);
  return { hires: found, isInScope: own.some(({ inScope }) => inScope), hasLeft: own.length > 0 && own.every(({ end_date: ended }) => ended !== undefined) };
}

/** Hires by every name that an account of theirs may have. Of two with one name both are meant: it is better to hide one record too many. */
function namesIn({ hires }: Registry): ReadonlyMap<string, readonly HireId[]> {
  const byName = new Map<string, HireId[]>();
  for (const hire of hires.values()) for (const name of namesOf(hire)) byName.set(name, [...byName.get(name) ?? [], hire.hire_id]);
  return byName;
}

function namesOf({ hire_id: id, email, user_names: names }: Hire): ReadonlySet<string> {
  return new Set([id, email, ...names].flatMap((name) => [...spellings(name), bareName(name)]));
}

/** An address with `+` leads to the same box. */
function spellings(name: string): readonly string[] {
  const folded = name.trim().toLowerCase();
  const mail = foldedMail(folded);
  return mail === undefined || mail === folded ? [folded] : [folded, mail];
}
