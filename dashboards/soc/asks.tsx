import type { JSX } from 'preact';
import type { AskLine, BandEdges, CaseView, ChecksView, PersonSum } from '../../src/api/contract.ts';
import { daySays, stateSays } from '../checks/words.ts';
import { useResource } from '../resource.ts';
import { Band } from '../kit/band.tsx';
import { useChance } from '../kit/chance.tsx';
import { percent, weight } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { When } from '../kit/when.tsx';
import { askedOf, isNoneEnough, togetherSays, withRoom, worthAsking } from './ask-lines.ts';
import { scaleFor, type Scale } from './sum-scale.ts';

const WIDTH = 220;
/** What a word over the scale takes, in pixels. */
const WORD = 42;

/** What to ask next: each answer with its change, from–to on one scale and the band it would lead to. */
export function Asks({ of, person, edges, onAsked, onCheck }: { readonly of: CaseView; readonly person: PersonSum; readonly edges: BandEdges; readonly onAsked: ((ask: AskLine) => void) | undefined; /** Begins the check that would answer it. */ readonly onCheck?: ((ask: AskLine) => void) | undefined }): JSX.Element {
  const { shown } = useChance();
  const checks = useResource<ChecksView>(of.status === 'watched' ? undefined : `/api/checks?case=${encodeURIComponent(of.id)}`).value;
  const scale = scaleFor([person.logOdds, ...person.asks.map(({ change }) => person.logOdds + change)], edges);
  const groups = [
    { says: 'What would clear this', asks: worthAsking(person.asks, 'clear') },
    { says: 'What would confirm this', asks: worthAsking(person.asks, 'confirm') },
  ].filter(({ asks }) => asks.length > 0);
  return (
    <section class="block" id="questions" aria-labelledby="q-h">
      <header><h2 id="q-h">What to ask next</h2><p>Taken from the sum itself: what it would be with a line gone or a line added. The first of each list moves the most; what would move less than 0.1 is left out.</p></header>
      {groups.length === 0 ? <p class="soft">No single answer would change the sum of {person.name} by much.</p> : (
        <Scroll label="What to ask next">
          <table class="plain-table asks">
            <thead>
              <tr>
                <th scope="col">If it turns out that…</th><th scope="col">because</th><th scope="col" class="num">Change</th>
                <th scope="col"><span class="unseen">From now to then</span><AxisRow scale={scale} now={person.logOdds} shown={shown} edges={edges} /></th>
                <th scope="col">Then</th>{onAsked && <th scope="col"><span class="unseen">Write down that you asked</span></th>}
              </tr>
            </thead>
            {groups.map(({ says, asks }, at) => (
              <tbody key={says}>
                <tr class="group"><th colSpan={onAsked ? 6 : 5} scope="rowgroup">{says}{at === 0 && <Enough asks={asks} person={person} />}</th></tr>
                {asks.map((ask) => (
                  <tr key={`${ask.ifItTurnsOut} ${ask.because}`}>
                    <th scope="row">{ask.ifItTurnsOut}</th>
                    <td class="faint">{ask.because}</td>
                    <td class={`num ${ask.change < 0 ? 'away' : 'toward'}`}>{weight(ask.change)}</td>
                    <td><FromTo scale={scale} from={person.logOdds} to={person.logOdds + ask.change} /></td>
                    <td class="nowrap"><Band band={ask.then.band} chance={ask.then.chance} /></td>
                    {onAsked && <td class="act-cell"><State ask={ask} person={person} notes={of.notes} checks={checks} /><button class="btn low" type="button" onClick={() => onAsked(ask)}>Note that you asked<span class="unseen"> whether {ask.ifItTurnsOut}</span></button>{onCheck && ask.check !== undefined && <button class="btn low" type="button" aria-haspopup="dialog" onClick={() => onCheck(ask)}>Check it…<span class="unseen"> that {ask.ifItTurnsOut}</span></button>}</td>}
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </Scroll>
      )}
      <p class="small soft after">Answers come back as evidence with a weight, like any other line of the sum. No answer is not a refusal: it counts nothing until a person records it.</p>
    </section>
  );
}

/** What became of a question so far: who asked, and the check that is to answer it. */
function State({ ask, person: { name }, notes, checks }: { readonly ask: AskLine; readonly person: PersonSum; readonly notes: CaseView['notes']; readonly checks: ChecksView | undefined }): JSX.Element | null {
  const asked = askedOf(notes, name, ask);
  const check = ask.check === undefined ? undefined : checks?.rows.findLast(({ kind, person }) => kind === ask.check && person === name);
  if (!asked && !check) return null;
  return (
    <small class="ask-state">
      {asked && <a href="#notes">asked <When at={asked.at} zone={undefined} short /> by {asked.by}</a>}
      {asked && check && '; '}
      {check && checks && <a href="#checks">{check.title}: {stateSays(check, checks.at)}{check.outcome === undefined && `, by ${daySays(check.due)}`}</a>}
    </small>
  );
}

/** Said beside the answers that clear, so that nobody takes the first of several for enough. */
function Enough({ asks, person }: { readonly asks: readonly AskLine[]; readonly person: PersonSum }): JSX.Element | null {
  const says = togetherSays(person);
  if (says !== undefined && person.together) return <span class="small soft"> · {says} <Band band={person.together.then.band} chance={person.together.then.chance} /></span>;
  return isNoneEnough(asks, person.band) ? <span class="small soft"> · none of these alone changes the band; several would have to hold</span> : null;
}

function AxisRow({ scale, now, shown, edges }: { readonly scale: Scale; readonly now: number; readonly shown: boolean; readonly edges: BandEdges }): JSX.Element {
  const here = px(scale.x(now));
  const marks = [edges.watch, edges.review, edges.act].map((chance, at) => ({ x: px(scale.edges[at] ?? 0), says: shown ? percent(chance) : (['watch', 'review', 'act'] as const)[at] ?? '' }));
  return (
    <svg width={WIDTH} height="28" aria-hidden="true">
      {withRoom(marks, WORD).map(({ x, says }) => <text key={says} class="mid" x={x} y="11">{says}</text>)}
      <text class="mid t-ink" x={Math.min(WIDTH - 12, Math.max(12, here))} y="25">now</text>
    </svg>
  );
}

function FromTo({ scale, from, to }: { readonly scale: Scale; readonly from: number; readonly to: number }): JSX.Element {
  const a = px(scale.x(from));
  const b = px(scale.x(to));
  const looks = to < from ? 'away' : 'toward';
  return (
    <svg width={WIDTH} height="22" aria-hidden="true">
      {scale.edges.map((at) => <line key={at} class="k-line" x1={px(at)} x2={px(at)} y1="1" y2="21" />)}
      <line class={`k-${looks}`} x1={a} x2={b} y1="11" y2="11" stroke-width="2" />
      <circle class="f-canvas k-2" cx={a} cy="11" r="3.5" stroke-width="1.5" />
      <rect class={`f-${looks}`} x={b - 4} y="7" width="8" height="8" />
    </svg>
  );
}

const px = (per: number): number => Math.round(5 + (per / 100) * (WIDTH - 10));
