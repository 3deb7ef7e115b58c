import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BandEdges, CaseView, HistoryLine, PersonSum } from '../../src/api/contract.ts';
import { Watched } from './case-head.tsx';
import { Band } from '../kit/band.tsx';
import { useChance } from '../kit/chance.tsx';
import { Cover } from '../kit/cover.tsx';
import { When } from '../kit/when.tsx';
import { clock, count, logOddsOf, percent, share, shortMoment, zoneName } from '../kit/format.ts';

/** What stands beside the sum: whose case, how the sum moved, what data there was. */
export function CaseSide({ of, person, edges, waitingFor }: { readonly of: CaseView; readonly person: PersonSum; readonly edges: BandEdges; readonly waitingFor: string | undefined }): JSX.Element {
  return (
    <aside class="case-side" aria-label="Case facts">
      <dl class="facts">
        {of.status !== 'watched' && <><dt>Owner</dt><dd>{of.owner ?? <span class="faint">nobody yet</span>}</dd></>}
        <dt>Status</dt><dd>{waitingFor !== undefined ? `waiting: ${waitingFor}` : of.status === 'watched' ? <Watched of={of} /> : of.status}</dd>
        {of.status !== 'watched' && <><dt>Opened</dt><dd><When at={of.openedAt} zone={undefined} /></dd></>}
        <dt>Updated</dt><dd><When at={of.updatedAt} zone={undefined} /></dd>
        {of.status !== 'watched' && <><dt>Comments</dt><dd><Comments notes={of.notes} /></dd></>}
        <dt>Highest</dt><dd><Band band={of.peak.band} chance={of.peak.chance} /><br /><span class="faint"><When at={of.peak.at} zone={undefined} /></span></dd>
        <dt>At 1 in 100</dt><dd><Band band={person.bandAt.oneIn100} /></dd>
        <dt>At 1 in 5,000</dt><dd><Band band={person.bandAt.oneIn5000} /></dd>
      </dl>
      <p class="small faint">All of this holds {of.prior}; the last two bands say where {person.name} would stand if there were more or fewer. Times beside the sum are those of your clock, {zoneName(of.updatedAt)}; evidence below is told in the claimed zone.</p>
      <section>
        <h3>What happened so far</h3>
        <Moved history={of.history} edges={edges} />
        <History lines={of.history} />
      </section>
      <section>
        <h3>Data behind this <small class="faint">{share(person.dataThere)} of expected days</small></h3>
        <table class="tiny">
          <caption class="unseen">Share of expected days with data, {person.name}</caption>
          <tbody>{person.coverage.map(({ what, share: part }) => <CoverRow key={what} what={what} part={part} />)}</tbody>
        </table>
        <p class="small faint">Hatched: no data came. It clears nobody.</p>
      </section>
    </aside>
  );
}

/** How many comments there are, and whose is the newest: what colleagues know already is not to be found at the foot of the page only. */
function Comments({ notes }: { readonly notes: CaseView['notes'] }): JSX.Element {
  const newest = notes.at(-1);
  if (!newest) return <span class="faint">none</span>;
  return <><a href="#notes">{count(notes.length)}</a><span class="faint">, the newest by {newest.by}, <When at={newest.at} zone={undefined} short /></span></>;
}

/** Steps shown before “earlier ones”. */
const RECENT = 8;

/** What happened to the case; of a long story the newest steps first meet the eye. */
function History({ lines }: { readonly lines: readonly HistoryLine[] }): JSX.Element {
  const [all, setAll] = useState(false);
  const hidden = all ? 0 : Math.max(0, lines.length - RECENT);
  return (
    <>
      {lines.length === 0 && <p class="small faint">Nothing has happened to it yet.</p>}
      {hidden > 0 && <button class="linkish small" type="button" onClick={() => setAll(true)}>{hidden} earlier</button>}
      <ol class="hist">
        {lines.slice(hidden).map((line, at) => <li key={`${line.at} ${at}`}><When at={line.at} zone={undefined} short bare /><span>{line.said === '' ? 'The sum moved' : line.said} <span class="faint">{line.by}</span></span></li>)}
      </ol>
    </>
  );
}

function CoverRow({ what, part }: { readonly what: string; readonly part: number | undefined }): JSX.Element {
  return <tr><th scope="row">{what}</th><td class="tiny-cover"><Cover of={part} width={90} /></td></tr>;
}

const LEFT = 40;
const RIGHT = 266;
const TOP = 8;
const BOTTOM = 88;

/** The chance over time as steps, on the log-odds scale with the band edges. */
function Moved({ history, edges }: { readonly history: readonly HistoryLine[]; readonly edges: BandEdges }): JSX.Element | null {
  const { shown } = useChance();
  const points = history.filter((line): line is HistoryLine & { chance: number } => line.chance !== undefined && line.chance > 0 && line.chance < 1).sort((a, b) => a.at - b.at);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || first.at === last.at) return null;
  const levels = [edges.watch, edges.review, edges.act].map((chance, at) => ({ chance, says: shown ? percent(chance) : (['watch', 'review', 'act'] as const)[at] ?? '' }));
  const values = [...points.map(({ chance }) => logOddsOf(chance)), ...levels.map(({ chance }) => logOddsOf(chance))];
  const low = Math.min(...values) - 0.3;
  const high = Math.max(...values) + 0.3;
  const x = (at: number): number => round(LEFT + ((at - first.at) / (last.at - first.at)) * (RIGHT - LEFT));
  const y = (chance: number): number => round(BOTTOM - ((logOddsOf(chance) - low) / (high - low)) * (BOTTOM - TOP));
  const path = points.map(({ at, chance }, index) => (index === 0 ? `M${x(at)} ${y(chance)}` : `H${x(at)}V${y(chance)}`)).join('');
  const said = points.map(({ at, chance }) => `${shown ? percent(chance) : bandAt(chance, edges)} on ${shortMoment(at)}`).join(', ');
  return (
    <svg viewBox="0 0 280 112" role="img" class="moved">
      <title>{`${shown ? 'Chance' : 'Where the chance stood'} over time: ${said}.`}</title>
      {levels.map(({ chance, says }) => <g key={says}><line class="k-line" x1={LEFT} x2={RIGHT} y1={y(chance)} y2={y(chance)} /><text class="end" x={LEFT - 4} y={y(chance) + 4}>{says}</text></g>)}
      <path class="f-none k-ink" stroke-width="1.6" d={path} />
      <rect class={last.chance >= edges.act ? 'f-toward' : 'f-ink'} x={x(last.at) - 4} y={y(last.chance) - 4} width="8" height="8" />
      <text x={LEFT} y="106">{dayOf(first.at)}</text><text class="end" x={RIGHT + 8} y="106">{dayOf(last.at)}</text>
    </svg>
  );
}

const dayOf = (at: number): string => { const { day, month } = clock(at); return `${day} ${month}`; };
const round = (value: number): number => Math.round(value * 10) / 10;
const bandAt = (chance: number, edges: BandEdges): string => (chance >= edges.act ? 'as high as act' : chance >= edges.review ? 'as high as review' : chance >= edges.watch ? 'as high as watch' : 'quiet');
