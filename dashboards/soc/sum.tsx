import type { JSX } from 'preact';
import { Fragment } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { BandEdges, Family, PersonSum } from '../../src/api/contract.ts';
import { useChance } from '../kit/chance.tsx';
import { chanceOf, factor, inWords, odds, percent, strength, weight } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { FAMILY_SAYS } from '../kit/words.ts';
import { SumInside } from './sum-inside.tsx';
import { sumFamilies, type SumFamily } from './sum-families.ts';
import { printedLines, scaleFor, type PrintedLine, type Scale } from './sum-scale.ts';

/** The sum of one person: every line moves the chance, and nothing else is in it. */
export function Sum({ person, edges, prior, onRows }: { readonly person: PersonSum; readonly edges: BandEdges; readonly prior: string; readonly onRows: (line: PrintedLine) => void }): JSX.Element {
  const { shown } = useChance();
  const families = useMemo(() => sumFamilies(printedLines(person)), [person]);
  const scale = useMemo(() => scaleFor([person.logOdds, ...families.map(({ runs }) => runs)], edges), [families, edges]);
  const [open, setOpen] = useState<ReadonlySet<Family>>(new Set());
  useEffect(() => setOpen(new Set()), [person.id]);
  const toggle = (family: Family): void => setOpen((before) => {
    const next = new Set(before);
    if (!next.delete(family)) next.add(family);
    return next;
  });

  return (
    <section id="sum" aria-labelledby="sum-h">
      <header class="sec">
        <h2 id="sum-h" tabIndex={-1}>The sum for {person.name}</h2>
        <p>The heaviest family of evidence stands first. Each moves the chance to the right when it speaks for a farm, to the left when it speaks against. Families are independent, and each may add only so much. Open one for its facts.</p>
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
            {families.map((one, at) => {
              const { family, printed, runs } = one;
              const isStart = family === undefined;
              const carries = one.lines[0];
              const isOpen = family !== undefined && open.has(family);
              const from = families[at - 1]?.runs ?? 0;
              return (
                <Fragment key={family ?? 'start'}>
                  <tr class="step" {...(carries?.finding === undefined ? {} : { 'data-finding': carries.finding })}>
                    <th scope="row">
                      <FamilyHead family={family} isOpen={isOpen} onToggle={toggle} />
                      <span class="say">{carries?.headline}{isStart && <span class="faint"> The setting “base rate”; all of this holds {prior}.</span>}</span>
                      {one.lines.length > 1 && <small class="faint">{madeOf(one)}</small>}
                    </th>
                    <td class="pic">
                      <svg class="bar" aria-hidden="true">
                        <Guides scale={scale} />
                        {at > 0 && <line class="k-2" x1={pc(scale.x(from))} x2={pc(scale.x(from))} y1="0" y2="50%" stroke-dasharray="2 2" />}
                        <line class="k-2" x1={pc(scale.x(runs))} x2={pc(scale.x(runs))} y1="50%" y2="100%" stroke-dasharray="2 2" />
                        <StepBar from={scale.x(from)} to={scale.x(runs)} looks={isStart ? 'f-neutral' : printed >= 0 ? 'f-toward' : 'f-away'} empty={printed === 0} />
                      </svg>
                      {shown && <span class="unseen">then {percent(chanceOf(runs))}</span>}
                    </td>
                    <td class={`num ${isStart ? '' : looksOf(printed)}`}>
                      <b data-weight={isStart ? 'prior' : 'family'}>{weight(printed)}</b>
                      <small class="faint">{shown ? `→ ${percent(chanceOf(runs))}` : isStart ? 'start' : strength(printed)}</small>
                    </td>
                    <td class="num faint">{isStart ? odds(runs) : factor(printed)}</td>
                  </tr>
                  {isOpen && (
                    <tr class="inside">
                      <td colSpan={4}><SumInside of={one} id={`inside-${family}`} onRows={onRows} /></td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum <span class="say">Exactly the {inWords(families.length)} lines above; nothing else is in it.</span></th>
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

/** Name of the family, and the button that opens what it rests on. */
function FamilyHead({ family, isOpen, onToggle }: { readonly family: Family | undefined; readonly isOpen: boolean; readonly onToggle: (family: Family) => void }): JSX.Element {
  if (family === undefined) return <span class="fam-name">Where everyone starts <small class="faint">start</small></span>;
  return (
    <button class="fam-name opens" type="button" aria-expanded={isOpen} aria-controls={`inside-${family}`} onClick={() => onToggle(family)}>
      <svg class="caret" viewBox="0 0 10 10" aria-hidden="true"><path d={isOpen ? 'M1 3l4 4 4-4' : 'M3 1l4 4-4 4'} /></svg>{FAMILY_SAYS[family]} <small class="faint">{family}</small>
    </button>
  );
}

/** “shared-place +5.31, turn-taking −0.17, limit −1.14”: what a family’s weight is made of. */
function madeOf({ lines }: SumFamily): string {
  return lines.map(({ kind, detector, printed }) => `${kind === 'limit' ? 'limit' : detector ?? 'finding'} ${weight(printed)}`).join(', ');
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
const looksOf = (value: number): string => (value > 0 ? 'toward' : value < 0 ? 'away' : 'faint');
