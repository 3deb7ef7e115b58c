import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { InnocentView, PersonSum } from '../../src/api/contract.ts';
import { Band } from '../kit/band.tsx';
import { inWords, weight } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { BAND_SAYS, FAMILY_SAYS } from '../kit/words.ts';

/** Facts shown of each explanation. */
const FACTS_SHOWN = 2;

/** A person of whom much speaks has thirty explanations; the first rows explain most. Paper has all of them. */
const ROWS_SHOWN = 6;

/** Families named that would still speak for a farm. */
const LEAVES_SHOWN = 2;

/** Explanations of which the same is seen, and which leave the same, are one row. */
type Together = Omit<InnocentView, 'says'> & { readonly says: readonly string[] };

/** Innocent explanations: what is seen of each, what it would explain, and why that does not settle the question. */
export function Innocent({ person }: { readonly person: PersonSum }): JSX.Element {
  const rows = together(person.innocent ?? []);
  const [isWhole, setWhole] = useState(false);
  const more = rows.slice(ROWS_SHOWN).flatMap(({ says }) => says).length;
  return (
    <section class="block" id="innocent" aria-labelledby="i-h">
      <header><h2 id="i-h">Innocent explanations to rule out</h2><p>Those that would explain most stand first. Each is open until a person has checked it.</p></header>
      {rows.length === 0 ? <p class="soft">The findings name none; nothing in this sum needs one.</p> : (
        <Scroll label="Innocent explanations">
          <table class="plain-table innocent">
            <thead><tr><th scope="col">Could it be…</th><th scope="col">What is seen</th><th scope="col" class="num">It would explain</th><th scope="col">Then</th></tr></thead>
            <tbody>{rows.map((row, at) => <Row key={row.says[0]} row={row} isFirst={at === 0} isLater={!isWhole && at >= ROWS_SHOWN} />)}</tbody>
          </table>
        </Scroll>
      )}
      {more > 0 && <p class="btns"><button class="btn" type="button" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>{isWhole ? 'Show the first only' : `Show ${more} more, which would explain no more than these`}</button></p>}
    </section>
  );
}

function Row({ row: { says, seen, families, explains, then, leaves }, isFirst, isLater }: { readonly row: Together; readonly isFirst: boolean; readonly isLater: boolean }): JSX.Element {
  return (
    <tr class={isLater ? 'later' : undefined}>
      <th scope="row">{says.length === 1 ? says[0] : <ul class="bullets small">{says.map((one) => <li key={one}>{one}</li>)}</ul>}</th>
      <td class="soft">{seen.slice(0, FACTS_SHOWN).map(({ label, value, usual }) => <span class="fam-part" key={label}>{label}: {value} <small class="faint">usual: {usual}</small></span>)}{seen.length === 0 && <span class="faint">see the sum</span>}</td>
      <td class="num"><span class="toward">{weight(explains)}</span> <small class="faint fam-part">{families.join(', ')}</small></td>
      <td><Band band={then.band} chance={then.chance} /> <small class="fam-part">{then.band === 'quiet'
        ? <><span class="ask"><span aria-hidden="true">◇ </span>Open: it would settle it.</span> Ask{isFirst ? ' this first' : ''}.</>
        : <><span class="ask" aria-hidden="true">◇ </span>Not enough alone: {leftSays(leaves)} would keep the sum at {BAND_SAYS[then.band].toLowerCase()}.</>}</small></td>
    </tr>
  );
}

/** What is left, the heaviest two by name: the rest is in the sum. */
function leftSays(leaves: InnocentView['leaves']): string {
  const named = leaves.slice(0, LEAVES_SHOWN).map(({ family, adds }) => `${FAMILY_SAYS[family].toLowerCase()} ${weight(adds)}`);
  const more = leaves.length - named.length;
  return leaves.length === 0 ? 'what is left' : list(more > 0 ? [...named, `${inWords(more)} more`] : named);
}

function together(reasons: readonly InnocentView[]): readonly Together[] {
  const restOf = ({ says: _, ...rest }: InnocentView): Omit<InnocentView, 'says'> => rest;
  return [...Map.groupBy(reasons, (reason) => JSON.stringify(restOf(reason))).values()].map((alike) => ({ ...restOf(alike[0]!), says: alike.map(({ says }) => says) }));
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
