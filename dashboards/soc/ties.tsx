import type { JSX } from 'preact';
import type { PersonSum, TieView } from '../../src/api/contract.ts';
import { counted } from '../kit/format.ts';
import { meetingsOf, wrapped, type Meeting } from './ties-graph.ts';

const PERSON_X = 42;
const BOX_X = 372;
const BOX_W = 260;

/** People, where their laptops stand, and with what they are driven. Solid was seen, dashed is inferred. */
export function Ties({ ties, people }: { readonly ties: readonly TieView[]; readonly people: readonly PersonSum[] }): JSX.Element {
  const names = people.map(({ name }) => name);
  const { shown, leftOut } = meetingsOf(ties, names);
  return (
    <section class="block" id="links" aria-labelledby="l-h">
      <header>
        <h2 id="l-h">Who, where, with what</h2>
        <p>{ties.length === 0 ? 'No tie to another starter, place, account or tool is known. That is no proof that there is none.' : `A box is a place or a thing that findings name, with the question behind it, or a question alone. Solid: seen directly. Dashed: inferred, or known roughly. ${leftOut === 0 ? 'Nothing is left out.' : `${counted(leftOut, 'weaker link')} left out; the list has ${leftOut === 1 ? 'it' : 'them'}.`}`}</p>
      </header>
      {ties.length > 0 && (
        <>
          <Picture names={names} people={people} shown={shown} />
          <details class="as-text">
            <summary>The same as a list</summary>
            <ul class="bullets">{ties.map(({ from, to, by, seen }) => <li key={`${from} ${to} ${by}`}>{from} – {to}: {by} <span class="faint">({seen ? 'seen' : 'inferred'})</span></li>)}</ul>
          </details>
        </>
      )}
    </section>
  );
}

function Picture({ names, people, shown }: { readonly names: readonly string[]; readonly people: readonly PersonSum[]; readonly shown: readonly Meeting[] }): JSX.Element {
  const height = Math.max(people.length * 92, shown.length * 76, 110);
  const personY = (at: number): number => (height / people.length) * (at + 0.5) - 14;
  const boxY = (at: number): number => (height / shown.length) * (at + 0.5);
  return (
    <svg class="graph" viewBox={`0 0 640 ${height}`} role="img">
      <title>{shown.map(({ title, links, by }) => `${links.map(({ person }) => person).join(', ')}: ${title}${by === undefined ? '' : `, ${by}`}`).join('. ')}</title>
      {shown.map((meeting, at) => meeting.links.map(({ person, seen }) => (
        <path key={`${meeting.title} ${person}`} class="k-2 f-none" d={`M${PERSON_X + 19} ${personY(names.indexOf(person))}C${BOX_X - 90} ${personY(names.indexOf(person))} ${BOX_X - 120} ${boxY(at)} ${BOX_X} ${boxY(at)}`} stroke-width={seen ? 2.2 : 1.4} {...(seen ? {} : { 'stroke-dasharray': '4 3' })} />
      )))}
      {shown.map((meeting, at) => meeting.toThings.map(({ title, seen }) => {
        const to = shown.findIndex((other) => other.title === title);
        return to < 0 ? null : <path key={`${meeting.title} ${title}`} class="k-2 f-none" d={`M${BOX_X + BOX_W - 30} ${boxY(at)}L${BOX_X + BOX_W - 30} ${boxY(to)}`} stroke-width={seen ? 2.2 : 1.4} {...(seen ? {} : { 'stroke-dasharray': '4 3' })} />;
      }))}
      {shown.map((meeting, at) => <Box key={meeting.title} meeting={meeting} y={boxY(at)} />)}
      {people.map((person, at) => (
        <g key={person.id}>
          <circle class="f-canvas k-ink" cx={PERSON_X} cy={personY(at)} r="19" stroke-width="1.6" />
          <circle class="f-ink" cx={PERSON_X} cy={personY(at) - 4} r="4.5" />
          <path class="f-ink" d={`M${PERSON_X - 8} ${personY(at) + 9}a8 7 0 0 1 16 0z`} />
          <text class="t-ink t-b" x="22" y={personY(at) + 36}>{person.name}</text>
          <text x="22" y={personY(at) + 50}>says {person.saysHome}</text>
        </g>
      ))}
    </svg>
  );
}

function Box({ meeting, y }: { readonly meeting: Meeting; readonly y: number }): JSX.Element {
  const title = wrapped(meeting.title, 34, meeting.by === undefined ? 3 : 2);
  const by = meeting.by === undefined ? [] : wrapped(meeting.by, 34, 1);
  const many = title.length + by.length;
  const height = many * 15 + 14;
  const manyPeople = meeting.links.length > 1;
  const inferred = meeting.links.every(({ seen }) => !seen);
  return (
    <g>
      <rect class={manyPeople ? 'f-toward-soft k-toward' : 'f-canvas k-edge'} x={BOX_X} y={y - height / 2} width={BOX_W} height={height} rx="3" stroke-width="1.4" {...(inferred ? { 'stroke-dasharray': '4 3' } : {})} />
      {[...title, ...by].map((line, at) => <text key={at} class={at < title.length ? 't-ink' : ''} x={BOX_X + 12} y={y - height / 2 + 19 + at * 15}>{line}</text>)}
    </g>
  );
}
