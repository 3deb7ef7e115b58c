import type { JSX } from 'preact';
import type { Family, FamilyCell, PersonSum } from '../../src/api/contract.ts';
import { Band } from '../kit/band.tsx';
import { Cover } from '../kit/cover.tsx';
import { weight } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { placeSpeaks, VerdictBeside } from '../kit/verdict.tsx';
import { FAMILIES } from '../kit/words.ts';
import { printedLines } from './sum-scale.ts';

/** The sums side by side, one row a person. Choosing one changes the rest of the page. */
export function PeopleSums({ people, chosen, onChoose }: { readonly people: readonly PersonSum[]; readonly chosen: string; readonly onChoose: (id: string) => void }): JSX.Element {
  return (
    <Scroll label="People of the case">
      <table class="plain-table sums">
        <caption class="unseen">The people and the sum of each. Choosing one changes the rest of the page.</caption>
        <thead>
          <tr>
            <th scope="col">Person</th><th scope="col" class="num">Day</th><th scope="col">Says home is</th><th scope="col">Laptop seems to be</th><th scope="col">Data there</th>
            <th scope="col" class="num">start</th>{FAMILIES.map((family) => <th scope="col" class="num" key={family}>{family}</th>)}<th scope="col" class="num">sum</th><th scope="col">Band</th>
          </tr>
        </thead>
        <tbody>{people.map((person) => <Row key={person.id} person={person} isAt={person.id === chosen} onChoose={onChoose} />)}</tbody>
      </table>
    </Scroll>
  );
}

function Row({ person, isAt, onChoose }: { readonly person: PersonSum; readonly isAt: boolean; readonly onChoose: (id: string) => void }): JSX.Element {
  const lines = printedLines(person);
  const sumOf = (family: Family | undefined): number => lines.filter((line) => line.family === family).reduce((sum, { printed }) => sum + printed, 0);
  return (
    <tr class={isAt ? 'is-at' : ''}>
      <th scope="row"><button class="linkish strong" type="button" aria-pressed={isAt} onClick={() => onChoose(person.id)}>{person.name}</button></th>
      <td class="num">{String(person.day).replace('-', '−')}</td>
      <td class="fold">{person.saysHome}</td>
      <td class="fold">{person.verdict === undefined ? person.seemsAt : <VerdictBeside verdict={person.verdict} says={person.seemsAt} speaks={placeSpeaks(person.families)} />}</td>
      <td class="nowrap covc"><Cover of={person.dataThere} width={40} /></td>
      <td class="num faint">{weight(sumOf(undefined))}</td>
      {FAMILIES.map((family) => <FamilyNumber key={family} cell={person.families.find((cell) => cell.family === family)} adds={sumOf(family)} />)}
      <td class="num"><b>{weight(person.logOdds)}</b></td>
      <td><Band band={person.band} chance={person.chance} /></td>
    </tr>
  );
}

/** Blank is never 0: `0` was looked at, `too little` and `dark` say so. */
function FamilyNumber({ cell, adds }: { readonly cell: FamilyCell | undefined; readonly adds: number }): JSX.Element {
  if (Math.abs(adds) >= 0.005) return <td class={`num ${adds > 0 ? 'toward' : 'away'}`}>{weight(adds)}</td>;
  if (cell?.state === 'thin') return <td class="num faint"><abbr title="Too little data to say anything">too little</abbr></td>;
  if (cell?.state === 'dark') return <td class="num"><span class="dark-cell hatched"><span>dark</span></span></td>;
  return <td class="num faint">0</td>;
}
