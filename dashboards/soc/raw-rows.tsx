import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PersonSum, RawRowsView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { useFocusReturn } from '../kit/focus.ts';
import { count, counted, shortMoment, town, utcBeside } from '../kit/format.ts';
import { useKeys } from '../kit/keys.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Loading } from '../kit/states.tsx';
import type { PrintedLine } from './sum-scale.ts';

/** The raw events behind one line of the sum, over the page; `Esc` goes back to where the reader was. */
export function RawRows({ person, line, onClose }: { readonly person: PersonSum; readonly line: PrintedLine; readonly onClose: () => void }): JSX.Element {
  const { value, problem, reload } = useResource<RawRowsView>(`/api/findings/${encodeURIComponent(line.finding ?? '')}/rows?hire=${encodeURIComponent(person.id)}`);
  const [at, setAt] = useState(0);
  const box = useRef<HTMLElement>(null);
  const zone = person.zone ?? 'UTC';
  useFocusReturn();
  useEffect(() => box.current?.focus({ preventScroll: true }), []);

  const rows = value?.rows ?? [];
  const chosen = rows[at];
  const isOfSeveral = new Set(rows.flatMap((row) => laptopOf(row) ?? [])).size > 1;
  const move = (by: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, at + by));
    setAt(next);
    const button = box.current?.querySelectorAll<HTMLElement>('[data-cursor]')[next];
    button?.focus({ preventScroll: true });
    button?.closest('tr')?.scrollIntoView({ block: 'nearest' });
  };
  useKeys({ Escape: onClose, e: onClose, j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1) });

  return (
    <section ref={box} class="drawer" role="dialog" aria-labelledby="ev-h" tabIndex={-1}>
      <header>
        <div>
          <h2 id="ev-h">Raw events behind {line.family}{line.detector !== undefined && `, ${line.detector}`}</h2>
          <p>{person.name}. {value ? `${counted(value.total, 'event')}${value.shown < value.total ? `, the first ${count(value.shown)} are shown` : ''}. ` : ''}Exactly the rows the detector counted; the query travels with the finding.</p>
        </div>
        <button class="btn" type="button" onClick={onClose}>Close <kbd aria-hidden="true">Esc</kbd></button>
      </header>
      {!value && !problem && <Loading what="raw events" rows={4} />}
      {!value && problem && <p class="soft">{problem.message} <button class="btn low" type="button" onClick={reload}>Try now</button></p>}
      {value && rows.length === 0 && <p class="soft">The rows are no longer kept. The finding stands on what they said at the time; its facts are in the sum.</p>}
      {chosen && (
        <div class="drawer-cols">
          <Scroll label="Raw events">
            <table class="list events">
              <thead><tr><th scope="col">{zone === 'UTC' ? 'UTC' : town(zone)}</th>{zone !== 'UTC' && <th scope="col">UTC</th>}<th scope="col">Source</th><th scope="col">Action</th>{isOfSeveral && <th scope="col">Laptop</th>}<th scope="col">What it says</th><th scope="col">event.id</th></tr></thead>
              <tbody>
                {rows.map((row, index) => (
                  <tr key={`${row.id} ${index}`} class={index === at ? 'is-at' : ''}>
                    <th scope="row" class="nowrap"><button class="linkish" type="button" data-cursor="" aria-pressed={index === at} onFocus={() => setAt(index)} onClick={() => setAt(index)}>{shortMoment(row.at, zone, true)}</button></th>
                    {zone !== 'UTC' && <td class="faint nowrap">{utcBeside(row.at, zone)}</td>}
                    <td class="nowrap">{row.source}</td><td class="mono nowrap">{row.action}</td>{isOfSeveral && <td class="nowrap">{laptopOf(row) ?? <span class="faint">–</span>}</td>}<td>{row.said}</td><td class="mono faint nowrap" title={row.id}>{shortened(row.id)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <figure>
            <figcaption class="small faint">As stored, personal fields hidden for this role</figcaption>
            <pre class="raw" tabIndex={0} aria-label="The chosen event as stored"><code>{JSON.stringify(chosen.document, null, 2)}</code></pre>
          </figure>
        </div>
      )}
    </section>
  );
}

/** The pseudonym of the laptop that a row came from, where it names one: evidence about several laptops says which. */
const laptopOf = ({ document }: RawRowsView['rows'][number]): string | undefined => {
  const said = document['device.serial_number'];
  return typeof said === 'string' && said.startsWith('laptop ') ? said.slice('laptop '.length) : undefined;
};

const shortened = (id: string): string => (id.length > 12 ? `${id.slice(0, 4)}…${id.slice(-2)}` : id);
