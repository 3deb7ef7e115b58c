import type { JSX } from 'preact';
import type { Band, BandEdges, QueueRow as Row } from '../../src/api/contract.ts';
import { useChance } from '../kit/chance.tsx';
import { counted, percent } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { BAND_SAYS, BANDS, FAMILIES, USUAL_EDGES } from '../kit/words.ts';
import { QueueRow } from './queue-row.tsx';

/** Watched people shown before “show more”; open cases are always all there. */
export const WATCHED_AT_FIRST = 10;
const COLUMNS = 8 + FAMILIES.length;

interface Props {
  readonly rows: readonly Row[]; readonly more: number; readonly edges: BandEdges | undefined; readonly asOf: number | undefined; readonly cursor: string | undefined; readonly selected: ReadonlySet<string>;
  readonly onCursor: (id: string) => void; readonly onSelect: (id: string) => void; readonly onTake: (row: Row) => void; readonly onMore: () => void;
}

/** The list itself, in groups by band. */
export function QueueTable({ rows, more, edges, asOf, cursor, selected, onCursor, onSelect, onTake, onMore }: Props): JSX.Element {
  const { shown } = useChance();
  return (
    <Scroll label="Queue">
      <table class="list queue">
        <caption class="unseen">Open cases and watched people, most pressing first. Weight marks per evidence family.</caption>
        <thead>
          <tr>
            <th scope="col"><span class="unseen">Select</span></th>
            <th scope="col" aria-sort="descending">Band{shown && ', chance'} <span aria-hidden="true">↓</span></th>
            <th scope="col">People, laptops, place</th>
            <th scope="col">Why, the heaviest first</th>
            {FAMILIES.map((family) => <th scope="col" class="fam" key={family}><span>{family}</span></th>)}
            <th scope="col">Data there</th>
            <th scope="col" class="num p2">Day</th>
            <th scope="col" class="num p2">Open for</th>
            <th scope="col">Owner</th>
          </tr>
        </thead>
        {BANDS.map((band) => {
          const those = rows.filter((row) => row.band === band);
          if (those.length === 0) return null;
          return (
            <tbody key={band}>
              <tr class="group"><th colSpan={COLUMNS} scope="rowgroup">{BAND_SAYS[band]} <small>{groupSays(band, those, shown ? edges ?? USUAL_EDGES : undefined, more)}</small></th></tr>
              {those.map((row) => (
                <QueueRow key={row.id} row={row} asOf={asOf} isAt={row.id === cursor} isSelected={selected.has(row.id)} onCursor={onCursor} onSelect={onSelect} onTake={onTake} />
              ))}
            </tbody>
          );
        })}
        {more > 0 && <tbody key="more"><tr class="more"><td colSpan={COLUMNS}><button class="btn plain" type="button" onClick={onMore}>Show {more} more watched {more === 1 ? 'person' : 'people'}</button></td></tr></tbody>}
      </table>
    </Scroll>
  );
}

/** “2 cases · at least two independent families”. */
function groupSays(band: Band, rows: readonly Row[], edges: BandEdges | undefined, more: number): string {
  const cases = rows.filter(({ kind }) => kind === 'case').length;
  const watched = rows.length - cases + (band === 'watch' ? more : 0);
  const counts = [...(cases > 0 ? [counted(cases, 'case')] : []), ...(watched > 0 ? [`${counted(watched, 'person', 'people')}, no case`] : [])].join(', ');
  const from = edges && band !== 'quiet' ? `chance ${percent(edges[band])} or more, ` : '';
  switch (band) {
    case 'act':
    case 'review': return `${counts} · ${from}at least two independent families`;
    case 'watch': return `${counts} · ${edges ? `chance ${percent(edges.watch)} or more` : 'too little for a case'}, or only one family speaks; shown so that nothing is hidden`;
    case 'quiet': return `${counts} · too little speaks for a farm`;
  }
}
