import { blocksOf } from '../../core/address.ts';
import { canonicalLink } from '../../core/links.ts';
import { foldedMail, mailParts } from '../../core/mail.ts';
import type { IndicatorRow } from '../../core/person.ts';
import { contained } from '../../core/shingles.ts';

/** What can be looked for: kinds of indicators, and what only an operator types. */
export type WantedKind = 'email' | 'phone' | 'profile' | 'portfolio' | 'resume' | 'address' | 'ip' | 'tool' | 'device' | 'account' | 'token';

/** One thing that is looked for, in the spelling our records have. */
export interface Wanted {
  readonly kind: WantedKind;
  /** Phones and postal addresses as our tokens, a résumé as hashes with blanks between. */
  readonly value: string;
  /** Where it comes from; without it somebody typed it. */
  readonly indicator?: IndicatorRow;
}

/** What a cell of a record holds. */
export type Holds = 'email' | 'phone' | 'address' | 'device' | 'link' | 'ip' | 'resume' | 'shingles' | 'account' | 'tool' | 'token';

export interface LookUp {
  /** True where something is looked for that such a cell could hold. */
  wants(holds: Holds): boolean;
  find(holds: Holds, value: string | readonly string[]): readonly Wanted[];
}

const MEETS: Readonly<Record<WantedKind, readonly Holds[]>> = {
  email: ['email'], phone: ['phone'], profile: ['link'], portfolio: ['link'], resume: ['resume', 'shingles'], address: ['address'], ip: ['ip'], tool: ['tool'], device: ['device'],
  account: ['account'], token: ['phone', 'address', 'resume', 'token'],
};

/** True for a résumé told by its text; one word is somebody else's mark. */
export function isText({ kind, value }: Pick<Wanted, 'kind' | 'value'>): boolean {
  return kind === 'resume' && value.includes(' ');
}

/** What is looked for, as a cell would hold it. */
export function cellsOf(wanted: Wanted): readonly (readonly [Holds, string | readonly string[]])[] {
  return isText(wanted) ? [['shingles', wanted.value.split(' ')]] : MEETS[wanted.kind].filter((holds) => holds !== 'shingles').map((holds) => [holds, wanted.value] as const);
}

/**
 * Everything that is looked for, ready to be met by cells.
 *
 * @param alike share of the passages looked for that a résumé must have, 0 to 1
 */
export function lookUpOf(wanted: readonly Wanted[], alike: number): LookUp {
  const exact = new Map<string, Wanted[]>();
  const blocks: { readonly holds: (address: string) => boolean; readonly wanted: Wanted }[] = [];
  const texts: { readonly shingles: readonly string[]; readonly wanted: Wanted }[] = [];
  const kinds = new Set(wanted.flatMap(({ kind }) => MEETS[kind]));
  for (const one of wanted) {
    if (one.kind === 'ip' && one.value.includes('/')) blocks.push({ holds: blocksOf([one.value]), wanted: one });
    if (isText(one)) texts.push({ shingles: one.value.split(' '), wanted: one });
    else {
      for (const key of keysOfWanted(one)) {
        const held = exact.get(key);
        if (held) held.push(one);
        else exact.set(key, [one]);
      }
    }
  }
  return {
    wants: (holds) => kinds.has(holds),
    find(holds, value) {
      if (typeof value !== 'string') return texts.filter(({ shingles }) => contained(shingles, value) >= alike).map((text) => text.wanted);
      const found = keysOfCell(holds, value).flatMap((key) => exact.get(key) ?? []);
      return [...new Set([...found, ...(holds === 'ip' ? blocks.filter((block) => block.holds(value)).map((block) => block.wanted) : [])])];
    },
  };
}

function keysOfWanted({ kind, value }: Wanted): readonly string[] {
  if (kind === 'email' && value.startsWith('@')) return [`domain\0${value.slice(1).toLowerCase()}`];
  return MEETS[kind].map((holds) => `${holds}\0${folded(holds, value)}`);
}

function keysOfCell(holds: Holds, value: string): readonly string[] {
  const mail = holds === 'email' ? mailParts(value) : undefined;
  // A token that a file brought may be typed as it stands in the file.
  const brought = /^[a-z]+:[a-z]+:(.+)$/.exec(value);
  return [
    `${holds}\0${folded(holds, value)}`,
    ...(mail ? [`domain\0${mail.domain}`] : []),
    ...(brought && ['phone', 'address', 'resume', 'token'].includes(holds) ? [`${holds}\0${brought[1]!}`] : []),
  ];
}

function folded(holds: Holds, value: string): string {
  switch (holds) {
    case 'email': return foldedMail(value) ?? value.toLowerCase();
    case 'link': return canonicalLink(value) ?? value.toLowerCase();
    case 'device': case 'account': case 'tool': return value.toLowerCase();
    default: return value;
  }
}
