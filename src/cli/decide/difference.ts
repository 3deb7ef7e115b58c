import { counted } from '../../core/counted.ts';
import { isSame, keptOf, type Difference, type KeptCase, type KeptDifference } from '../../run/difference.ts';

/** The difference as a sentence without anybody's id. */
export function saidDifference(kept: KeptDifference): string {
  const { people, cases } = kept;
  if (isSame(kept)) return `nothing stands otherwise, of ${counted(people.compared, 'person', 'people')} and ${counted(cases.before, 'case')}`;
  return `${counted(cases.opened.length, 'case')} opened, ${cases.lost.length} lost, ${cases.moved.length} in another band (${cases.before} before, ${cases.after} after); of ${counted(people.compared, 'person', 'people')} ${people.up} in a higher band, ${people.down} in a lower one`;
}

/** The same with every case and person that stands otherwise, a line each. */
export function differenceLines(difference: Difference): readonly string[] {
  const { cases, people } = difference;
  return [
    saidDifference(keptOf(difference)),
    ...cases.opened.map((one) => `  opened  ${one.id}  ${one.band}  ${one.hires.join(' ')}`),
    ...cases.lost.map((one) => `  lost    ${one.id}  ${one.band}  ${one.hires.join(' ')}`),
    ...cases.moved.map((one) => `  moved   ${one.id}  ${one.from} → ${one.band}  ${one.hires.join(' ')}`),
    ...people.up.map(({ hire, from, to }) => `  up      ${hire}  ${from} → ${to}`),
    ...people.down.map(({ hire, from, to }) => `  down    ${hire}  ${from} → ${to}`),
  ];
}

/** What a journal kept, a line a case. */
export function keptLines({ cases }: KeptDifference): readonly string[] {
  const said = (what: string, band: string, { id, people }: KeptCase): string => `  ${what}  ${id}  ${band}  ${people} ${people === 1 ? 'person' : 'people'}`;
  return [
    ...cases.opened.map((one) => said('opened', one.band, one)), ...cases.lost.map((one) => said('lost  ', one.band, one)),
    ...cases.moved.map((one) => said('moved ', `${one.from} → ${one.band}`, one)),
  ];
}
