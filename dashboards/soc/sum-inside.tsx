import type { JSX } from 'preact';
import { Band } from '../kit/band.tsx';
import { counted, weight } from '../kit/format.ts';
import type { SumFamily } from './sum-families.ts';
import type { PrintedLine } from './sum-scale.ts';

/** What a family rests on, opened in place: its findings, and what its limits take off. */
export function SumInside({ of: { family, lines }, id, onRows }: { readonly of: SumFamily; readonly id: string; readonly onRows: (line: PrintedLine) => void }): JSX.Element {
  return (
    <div id={id}>
      {lines.map((line, at) => (line.kind === 'limit'
        ? <p class="inside-limit small" key={`limit ${at}`}><b>Limit {weight(line.printed)}</b> <span class="soft">{family}: {line.headline}</span></p>
        : <FindingInside key={line.finding ?? at} line={line} isFirst={at === 0} onRows={onRows} />))}
    </div>
  );
}

/** One finding: facts beside what is usual, what the sum would be without, the raw events. */
function FindingInside({ line, isFirst, onRows }: { readonly line: PrintedLine; /** Its sentence stands above already. */ readonly isFirst: boolean; readonly onRows: (line: PrintedLine) => void }): JSX.Element {
  return (
    <div class="inside-box" {...(line.finding === undefined ? {} : { 'data-finding': line.finding })}>
      <div>
        <p class="small"><b>{line.question ?? line.headline}</b> <span class="faint">{line.detector} {weight(line.printed)}</span></p>
        {!isFirst && <p class="small">{line.headline}</p>}
        {line.facts.length === 0 ? <p class="small soft">No single facts were kept with this finding.</p> : (
          <table class="plain-table">
            <caption class="unseen">Facts behind {line.family} {weight(line.printed)}</caption>
            <thead><tr><th scope="col">Fact</th><th scope="col">Here</th><th scope="col">Usual</th></tr></thead>
            <tbody>{line.facts.map(({ label, value, usual }) => <tr key={label}><th scope="row">{label}</th><td>{value}</td><td>{usual}</td></tr>)}</tbody>
          </table>
        )}
      </div>
      <div>
        {line.without !== undefined && (
          <p class="small soft">Without it the sum would be <span class="nowrap"><b>{weight(line.without)}</b>{line.bandWithout !== undefined && <>: <Band band={line.bandWithout} /></>}</span></p>
        )}
        {line.innocent.length > 0 && <div class="small"><p class="soft">Rule out first:</p><ul class="bullets small">{line.innocent.map((reason) => <li key={reason}>{reason}</li>)}</ul></div>}
        <p class="btns">
          {line.rows !== 0 && line.finding !== undefined && <button class="btn" type="button" data-rows={line.finding} onClick={() => onRows(line)}>{line.rows === undefined ? 'Raw events' : counted(line.rows, 'raw event')} <kbd aria-hidden="true">e</kbd></button>}
          {line.innocent.length > 0 && <a class="btn plain" href="#innocent">Innocent reasons</a>}
        </p>
      </div>
    </div>
  );
}
