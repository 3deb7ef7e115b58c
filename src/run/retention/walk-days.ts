import { AMBIGUOUS, type Directory, type IdentityFields } from '../../core/identity.ts';
import type { HireId, Serial } from '../../core/person.ts';
import { DAY, startOfDay, type Day, type Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import { linksOf, machinesFrom, type MachineLink } from './machine-links.ts';

export const PERSON_FIELDS = ['user.email', 'user.id', 'user.name'] as const;
export const MACHINE_FIELDS = ['device.serial_number', 'host.id', 'host.name'] as const;
export const IDENTITY = [...PERSON_FIELDS, ...MACHINE_FIELDS] as const;

/** Later than anything that may ever be learned. */
export const FOREVER: Instant = 8_640_000_000_000_000;

/** One spelling of an account and a machine, with its first and last event of the day. */
export interface Spelling extends IdentityFields { readonly first: Instant; readonly last: Instant }

/** Whose a row is. */
export interface Whose {
  /** The hire of the account; AMBIGUOUS, or undefined for nobody known. */
  readonly person: HireId | typeof AMBIGUOUS | undefined;
  /** True where the row names an account, known or not. */
  readonly named: boolean;
  readonly laptop: Serial | undefined;
  /** The hire who held that laptop at an instant. */
  holderAt(at: Instant): HireId | undefined;
}

export interface WalkedDay {
  readonly day: Day;
  readonly from: Instant;
  readonly to: Instant;
  readonly spellings: readonly Spelling[];
  whose(fields: IdentityFields): Whose;
}

/**
 * Days with events, oldest first, each with the spellings that occur and whose they are. Rows may be removed while
 * walking; a day is read when it is reached.
 *
 * @param kept links of machines whose rows went before
 * @param before days that end after this instant are left out
 */
export async function* walkDays(store: Store, directory: Directory, kept: readonly MachineLink[], before: Instant): AsyncGenerator<WalkedDay> {
  const machines = machinesFrom(kept);
  for (const { day } of await store.events.days({ from: 0, to: before, asOf: FOREVER })) {
    const from = startOfDay(day);
    const to = from + DAY;
    if (to > before) return;
    const rows = await store.events.tally({ where: {}, by: IDENTITY, measure: { first: { min: '@timestamp' }, last: { max: '@timestamp' } } }, { from, to, asOf: FOREVER });
    const spellings = rows.map((row): Spelling => ({ ...row, first: row.first!, last: row.last! }));
    machines.learn(spellings.flatMap((row) => linksOf(row, row.last)), to);
    const answers = new Map<string, Whose>();
    yield {
      day, from, to, spellings,
      whose(fields) {
        const key = IDENTITY.map((name) => fields[name] ?? '').join('\0');
        const found = answers.get(key) ?? whose(directory, fields, machines.laptopOf(fields));
        answers.set(key, found);
        return found;
      },
    };
  }
}

function whose(directory: Directory, fields: IdentityFields, told: Serial | undefined): Whose {
  const laptop = told === undefined ? undefined : directory.laptopNamed(told) ?? told;
  return {
    person: directory.personOf(fields), laptop, named: PERSON_FIELDS.some((name) => fields[name] !== undefined),
    holderAt: (at) => (laptop === undefined ? undefined : directory.holderOf(laptop, at)),
  };
}
