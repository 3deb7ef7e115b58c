import type { JSX } from 'preact';
import { Fragment } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { BandEdges, PersonSum } from '../../src/api/contract.ts';
import { useChance } from '../kit/chance.tsx';
import { chanceOf, factor, inWords, odds, percent, strength, weight } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { FAMILY_SAYS } from '../kit/words.ts';
import { SumInside } from './sum-inside.tsx';
import { printedLines, scaleFor, type PrintedLine, type Scale } from './sum-scale.ts';

/** The sum of one person: every line moves the chance, and nothing else is in it. */
export function Sum({ person, edges, prior, onRows }: { readonly person: PersonSum; readonly edges: BandEdges; readonly prior: string; readonly onRows: (line: PrintedLine) => void }): JSX.Element {
  const { shown } = useChance();
  const lines = useMemo(() => printedLines(person), [person]);
  const scale = useMemo(() => scaleFor([person.logOdds, ...person.lines.map(({ runs }) => runs)], edges), [person, edges]);
  const heaviest = lines.reduce<PrintedLine | undefined>((most, line) => (line.kind === 'finding' && (most === undefined || line.adds > most.adds) ? line : most), undefined);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => setOpen(new Set(heaviest?.finding === undefined ? [] : [heaviest.finding])), [person.id]);
  const toggle = (finding: string): void => setOpen((before) => {
    const next = new Set(before);
    if (!next.delete(finding)) next.add(finding);
    return next;
  });

  return (
    <section id="sum" aria-labelledby="sum-h">
      <header class="sec">
        <h2 id="sum-h" tabIndex={-1}>The sum for {person.name}</h2>
        <p>Each line moves the chance to the right when it speaks for a farm, to the left when it speaks against. Families are independent; each has a ceiling.</p>
      </header>
      <Scroll label="The sum">
        <table class="waterfall">
          <caption class="unseen">Contributions to the log-odds of {person.name}. They add exactly to {weight(person.logOdds)}.</caption>
          <thead>
            <tr>
              <th scope="col">Evidence, and what was seen</th>
              <th scope="col" class="pic"><span class="unseen">Picture: where the sum stands after each line</span><Axis scale={scale} /></th>
              <th scope="col" class="num">Weight</th>
              <th scope="col" class="num">Odds</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, at) => {
              const finding = line.finding;
              const isOpen = finding !== undefined && open.has(finding);
              return (
                <Fragment key={finding ?? `${line.kind} ${line.family ?? ''} ${at}`}>
                  <tr class="step" {...(finding === undefined ? {} : { 'data-finding': finding })}>
                    <th scope="row">
                      <LineHead line={line} isOpen={isOpen} onToggle={toggle} />
                      <span class="say">{line.headline}{line.kind === 'prior' && <span class="faint"> The setting “base rate”; all of this holds {prior}.</span>}</span>
                    </th>
                    <td class="pic">
                      <svg class="bar" aria-hidden="true">
                        <Guides scale={scale} />
                        {at > 0 && <line class="k-2" x1={pc(scale.x(before(lines, at)))} x2={pc(scale.x(before(lines, at)))} y1="0" y2="50%" stroke-dasharray="2 2" />}
                        <line class="k-2" x1={pc(scale.x(line.runs))} x2={pc(scale.x(line.runs))} y1="50%" y2="100%" stroke-dasharray="2 2" />
                        <StepBar from={scale.x(at === 0 ? 0 : before(lines, at))} to={scale.x(line.runs)} looks={line.kind === 'prior' ? 'f-neutral' : line.printed >= 0 ? 'f-toward' : 'f-away'} empty={line.printed === 0} />
                      </svg>
                      {shown && <span class="unseen">then {percent(chanceOf(line.runs))}</span>}
                    </td>
                    <td class={`num ${line.kind === 'prior' ? '' : looksOf(line.printed)}`}>
                      <b data-weight={line.kind}>{weight(line.printed)}</b>
                      <small class="faint">{shown ? `→ ${percent(chanceOf(line.runs))}` : line.kind === 'prior' ? 'start' : strength(line.printed)}</small>
                    </td>
                    <td class="num faint">{line.kind === 'prior' ? odds(line.adds) : factor(line.printed)}</td>
                  </tr>
                  {isOpen && (
                    <tr class="inside">
                      <td colSpan={4}><SumInside line={line} id={`inside-${finding}`} onRows={onRows} /></td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum <span class="say">Exactly the {inWords(lines.length)} lines above; nothing else is in it.</span></th>
              <td class="pic">
                <svg class="bar" aria-hidden="true">
                  <Guides scale={scale} />
                  <line class="k-2" x1={pc(scale.x(person.logOdds))} x2={pc(scale.x(person.logOdds))} y1="0" y2="50%" stroke-dasharray="2 2" />
                  <svg x={pc(scale.x(person.logOdds))} y="50%" overflow="visible"><rect class={person.logOdds >= 0 ? 'f-toward' : 'f-2'} x="-6" y="-6" width="12" height="12" /></svg>
                </svg>
              </td>
              <td class="num"><b data-sum="">{weight(person.logOdds)}</b>{shown && <small class="faint">→ {percent(person.chance)}</small>}</td>
              <td class="num nowrap">{shown ? odds(person.logOdds) : ''}</td>
            </tr>
          </tfoot>
        </table>
      </Scroll>
    </section>
  );
}

/** Name of the line; where there are facts, the button that opens them. */
function LineHead({ line, isOpen, onToggle }: { readonly line: PrintedLine; readonly isOpen: boolean; readonly onToggle: (finding: string) => void }): JSX.Element {
  if (line.kind === 'prior') return <span class="fam-name">Where everyone starts <small class="faint">start</small></span>;
  const says = line.family === undefined ? 'Evidence' : FAMILY_SAYS[line.family];
  if (line.kind === 'limit') return <span class="fam-name">{says}: limit <small class="faint">{line.family}</small></span>;
  const finding = line.finding;
  const name = <>{says} <small class="faint">{line.family}{line.detector !== undefined && ` · ${line.detector}`}</small></>;
  if (finding === undefined) return <span class="fam-name">{name}</span>;
  return (
    <button class="fam-name opens" type="button" aria-expanded={isOpen} aria-controls={`inside-${finding}`} onClick={() => onToggle(finding)}>
      <svg class="caret" viewBox="0 0 10 10" aria-hidden="true"><path d={isOpen ? 'M1 3l4 4 4-4' : 'M3 1l4 4-4 4'} /></svg>{name}
    </button>
  );
}

function Axis({ scale }: { readonly scale: Scale }): JSX.Element {
  return (
    <svg class="axis" aria-hidden="true">
      {scale.ticks.map(({ at, chance }) => (
        <g key={chance}><text class="mid" x={pc(at)} y="30">{percent(chance).replace('under ', '<').replace('over ', '>')}</text><line class="k-edge" x1={pc(at)} x2={pc(at)} y1="34" y2="40" /></g>
      ))}
      {scale.bands.map(({ band, at }) => <text key={band} class={`mid t-b ${band === 'act' ? 't-toward' : band === 'review' ? 't-ask' : 't-2'}`} x={pc(at)} y="12">{band}</text>)}
      {scale.edges.map((at) => <line key={at} class="k-edge" x1={pc(at)} x2={pc(at)} y1="2" y2="16" />)}
    </svg>
  );
}

function Guides({ scale }: { readonly scale: Scale }): JSX.Element {
  return <>{scale.edges.map((at) => <line key={at} class="k-line" x1={pc(at)} x2={pc(at)} y1="0" y2="100%" />)}</>;
}

function StepBar({ from, to, looks, empty }: { readonly from: number; readonly to: number; readonly looks: string; readonly empty: boolean }): JSX.Element {
  const left = Math.min(from, to);
  const width = Math.abs(to - from);
  return (
    <svg y="50%" overflow="visible">
      {empty ? <circle class="f-edge" cx={pc(to)} cy="0" r="2" /> : <rect class={looks} x={pc(left)} y="-8" width={pc(Math.max(width, 0.35))} height="16" />}
    </svg>
  );
}

const pc = (value: number): string => `${Math.round(value * 100) / 100}%`;
const before = (lines: readonly PrintedLine[], at: number): number => lines[at - 1]?.runs ?? 0;
const looksOf = (value: number): string => (value > 0 ? 'toward' : value < 0 ? 'away' : 'faint');
