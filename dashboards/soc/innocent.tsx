import type { JSX } from 'preact';
import type { PersonSum } from '../../src/api/contract.ts';
import { Band } from '../kit/band.tsx';
import { weight } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { FAMILY_SAYS } from '../kit/words.ts';
import { printedLines, type PrintedLine } from './sum-scale.ts';

interface Reason { readonly says: string; readonly lines: readonly PrintedLine[]; readonly explains: number }

/** Innocent explanations beside the evidence each would explain; the one that explains most comes first. */
export function Innocent({ person }: { readonly person: PersonSum }): JSX.Element {
  const reasons = reasonsOf(person);
  return (
    <section class="block" id="innocent" aria-labelledby="i-h">
      <header><h2 id="i-h">Innocent explanations to rule out</h2><p>The first would explain most of the sum. Each is open until a person has checked it.</p></header>
      {reasons.length === 0 ? <p class="soft">The findings name none; nothing in this sum needs one.</p> : (
        <Scroll label="Innocent explanations">
          <table class="plain-table innocent">
            <thead><tr><th scope="col">Could it be…</th><th scope="col">It would explain</th><th scope="col" class="num">Weight</th><th scope="col">Without that</th></tr></thead>
            <tbody>
              {reasons.map(({ says, lines, explains }, at) => (
                <tr key={says}>
                  <th scope="row">{at === 0 && <span class="ask" aria-hidden="true">◇ </span>}{says}</th>
                  <td class="soft">{lines.map((line) => <span class="fam-part" key={line.finding}>{line.family === undefined ? 'Evidence' : FAMILY_SAYS[line.family]} <small class="faint">{line.detector}</small></span>)}</td>
                  <td class="num toward">{weight(explains)}</td>
                  <td class="nowrap">{lines.length === 1 && lines[0]?.bandWithout !== undefined ? <Band band={lines[0].bandWithout} /> : <span class="faint">several lines</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}

function reasonsOf(person: PersonSum): readonly Reason[] {
  const found = new Map<string, PrintedLine[]>();
  for (const line of printedLines(person)) {
    if (line.adds <= 0) continue;
    for (const says of line.innocent) found.set(says, [...(found.get(says) ?? []), line]);
  }
  return [...found]
    .map(([says, lines]) => ({ says, lines, explains: lines.reduce((sum, { printed }) => sum + printed, 0) }))
    .sort((a, b) => b.explains - a.explains);
}
