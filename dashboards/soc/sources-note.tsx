import type { JSX } from 'preact';
import type { QueueView, SourceHealth } from '../../src/api/contract.ts';
import { age, counted, ownMoment } from '../kit/format.ts';
import { Shape } from '../kit/symbols.tsx';

/** What is muted; who is dark, since when, what that means and how to mend it; and the jobs that did not run. */
export function SourcesNote({ queue }: { readonly queue: QueueView }): JSX.Element | null {
  const dark = queue.sources.filter(({ state }) => state === 'dark' || state === 'failed');
  const late = queue.sources.filter(({ state }) => state === 'late');
  const jobs = queue.jobs.filter(({ state }) => state === 'failed' || state === 'late');
  const muted = queue.muted ?? [];
  if (muted.length + dark.length + late.length + jobs.length === 0) return null;
  return (
    <div id="sources">
      {muted.length > 0 && (
        <section class="note" aria-label="Muted detectors">
          <span aria-hidden="true">◇</span>
          <div>{muted.map((said) => <p key={said}><b>Muted.</b> {said}.</p>)}</div>
        </section>
      )}
      {dark.length > 0 && (
        <section class="note dark-source" aria-label="Dark sources">
          <Shape name="v-dark" />
          <div>
            {dark.map((source) => <p key={source.name}><b>{darkSays(source)}</b>{sinceSays(source, queue.asOf)}. {source.said}</p>)}
            <p class="faint">Nothing about the people concerned counts as clear; their cases keep what was known before.</p>
          </div>
        </section>
      )}
      {late.length + jobs.length > 0 && (
        <details class="note lesser">
          <summary>{[...(late.length > 0 ? [`${counted(late.length, 'source')} late`] : []), ...(jobs.length > 0 ? [`${counted(jobs.length, 'job')} did not run as planned`] : [])].join(', ')}</summary>
          <ul class="bullets">
            {late.map(({ name, said }) => <li key={name}><b>{name}</b> is late. {said}</li>)}
            {jobs.map(({ job, state, at, said }) => <li key={job}><b>{job}</b> {state === 'failed' ? 'failed' : 'is late'}{at !== undefined && `, ${ownMoment(at)}`}. {said}</li>)}
          </ul>
        </details>
      )}
    </div>
  );
}

function darkSays({ name, state, lastEventAt }: SourceHealth): string {
  if (lastEventAt === undefined) return `${name} has never sent anything`;
  return state === 'failed' ? `${name} cannot be read; its last event is of ${ownMoment(lastEventAt)}` : `${name} has been dark since ${ownMoment(lastEventAt)}`;
}

const sinceSays = ({ lastEventAt }: SourceHealth, asOf: number | undefined): string =>
  (lastEventAt === undefined || asOf === undefined ? '' : ` (${age(asOf - lastEventAt)})`);
