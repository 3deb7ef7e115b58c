import type { JSX } from 'preact';
import type { DeviceRow as Row } from '../../src/api/contract.ts';
import { count } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { DeviceRow } from './device-row.tsx';
import { STOP_SAYS } from './words.ts';

/** Rows drawn before “show more”; a few hundred stay quick under the cursor. */
export const ROWS_AT_FIRST = 200;
const COLUMNS = 12;

interface Props {
  readonly rows: readonly Row[]; readonly more: number; readonly asOf: number; readonly cursor: string | undefined; readonly selected: ReadonlySet<string>;
  readonly onCursor: (serial: string) => void; readonly onSelect: (serial: string) => void; readonly onOpen: (serial: string) => void; readonly onMore: () => void;
}

/** The list itself. */
export function DeviceTable({ rows, more, asOf, cursor, selected, onCursor, onSelect, onOpen, onMore }: Props): JSX.Element {
  return (
    <Scroll label="Laptops">
      <table class="list devices">
        <caption class="unseen">Laptops, those that need a question first. Distances in kilometres, shortest to longest possible.</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}><span class="unseen">Select</span></th>
            <th scope="col" rowSpan={2}>Verdict</th>
            <th scope="col" rowSpan={2}>Serial</th>
            <th scope="col" rowSpan={2}>Holder</th>
            <th scope="col" rowSpan={2} class="cust"><span class="stops" aria-hidden="true">{Object.values(STOP_SAYS).map((says) => <span key={says}>{says}</span>)}</span><span class="unseen">Custody</span></th>
            <th scope="col" rowSpan={2}>Shipped to</th>
            <th scope="col" rowSpan={2}>Delivered</th>
            <th scope="col" rowSpan={2}>First contact</th>
            <th scope="col" rowSpan={2}>Seems to be at</th>
            <th scope="colgroup" colSpan={2} class="num">Distance, km, from</th>
            <th scope="col" rowSpan={2} class="num">Last contact</th>
          </tr>
          <tr><th scope="col" class="num">home</th><th scope="col" class="num">address</th></tr>
        </thead>
        <tbody>
          {rows.map((row) => <DeviceRow key={row.serial} row={row} asOf={asOf} isAt={row.serial === cursor} isSelected={selected.has(row.serial)} onCursor={onCursor} onSelect={onSelect} onOpen={onOpen} />)}
          {more > 0 && <tr class="more"><td colSpan={COLUMNS}><button class="btn plain" type="button" onClick={onMore}>Show {count(more)} more</button></td></tr>}
        </tbody>
      </table>
    </Scroll>
  );
}
