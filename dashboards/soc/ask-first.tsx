import type { JSX } from 'preact';
import type { PersonSum } from '../../src/api/contract.ts';
import { Band } from '../kit/band.tsx';
import { capital, counted, weight } from '../kit/format.ts';
import { togetherSays, worthAsking } from './ask-lines.ts';

/** Answers shown before the whole list. */
const FIRST = 3;

/** What would clear somebody, in the first sight of the page: the answers that move the most, and whether they are enough. */
export function AskFirst({ person }: { readonly person: PersonSum }): JSX.Element | null {
  const clearing = worthAsking(person.asks, 'clear');
  if (clearing.length === 0 || person.band === 'quiet') return null;
  const more = worthAsking(person.asks, 'confirm').length + Math.max(0, clearing.length - FIRST);
  const says = togetherSays(person);
  return (
    <section class="ask-first well" aria-labelledby="af-h">
      <h2 id="af-h">What would clear {person.name}</h2>
      <ol>
        {clearing.slice(0, FIRST).map((ask) => (
          <li key={`${ask.ifItTurnsOut} ${ask.because}`}>{capital(ask.ifItTurnsOut)} <span class="nowrap"><b class="away">{weight(ask.change)}</b> <span class="faint">then</span> <Band band={ask.then.band} chance={ask.then.chance} /></span></li>
        ))}
      </ol>
      {says !== undefined && person.together && <p class="small">{says} <span class="nowrap"><Band band={person.together.then.band} chance={person.together.then.chance} />.</span></p>}
      <p class="small"><a href="#questions">Ask these{more > 0 && `, and ${counted(more, 'more question')}`}</a></p>
    </section>
  );
}
