import type { JSX } from 'preact';
import type { Lane, PersonSum, TimelineView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { clock, counted, moment, shortMoment, town } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Loading } from '../kit/states.tsx';
import { HoursPicture } from './hours-picture.tsx';
import { OffsetsPicture } from './offsets-picture.tsx';
import { TimelinePicture } from './timeline-picture.tsx';

/** Marks of one lane listed as text before “and N more”. */
const LISTED = 40;

/** What was seen when, one lane a source, on the clock of the claimed home. */
export function Timeline({ base, person }: { readonly base: string; readonly person: PersonSum }): JSX.Element {
  const { value, problem, reload } = useResource<TimelineView>(`${base}/timeline?hire=${encodeURIComponent(person.id)}`);
  const zone = value?.zone ?? person.zone ?? 'UTC';
  return (
    <section class="block" id="time" aria-labelledby="t-h">
      <header>
        <h2 id="t-h" tabIndex={-1}>Time line, in {zone === 'UTC' ? 'UTC' : `${town(zone)} time`}</h2>
        <div class="key">
          <span><svg aria-hidden="true"><rect class="f-night-claim" width="16" height="12" /><rect class="f-neutral" width="16" height="3" /></svg>night where they say they live</span>
          {value?.fit && <span><svg aria-hidden="true"><rect width="16" height="12" fill="url(#night-fit)" /></svg>night at {value.fit.said}, where the hours fit best</span>}
          <span><svg aria-hidden="true"><rect width="16" height="12" fill="url(#hatch)" /></svg>source dark</span>
        </div>
      </header>
      {!value && !problem && <Loading what="the time line" rows={3} />}
      {!value && problem && <p class="soft">{problem.message} <button class="btn low" type="button" onClick={reload}>Try now</button></p>}
      {value && value.lanes.length === 0 && <p class="soft">Nothing about {person.name} has arrived in this time. That says nothing either way.</p>}
      {value && value.lanes.length > 0 && (
        <>
          <TimelinePicture view={value} title={titleOf(value, person.name)} />
          <details class="as-text">
            <summary>The same as a table</summary>
            <Scroll label="Time line as a table">
              <table class="plain-table">
                <thead><tr><th scope="col">Lane</th><th scope="col">From</th><th scope="col">To</th><th scope="col">What</th></tr></thead>
                <tbody>{value.lanes.flatMap((lane) => laneRows(lane, zone))}</tbody>
              </table>
            </Scroll>
          </details>
          {value.hours !== undefined && value.hours.length > 0 && (
            <div class="pair hour-pictures">
              {value.hours.map((hours) => <HoursPicture key={hours.name} hours={hours} view={value} />)}
              {value.fit && <OffsetsPicture fit={value.fit} zone={value.zone} />}
            </div>
          )}
        </>
      )}
    </section>
  );
}

function laneRows(lane: Lane, zone: string): readonly JSX.Element[] {
  const all = [...lane.marks.map((mark) => ({ ...mark, dark: false })), ...lane.dark.map((span) => ({ ...span, said: 'dark: no data came', dark: true }))].sort((a, b) => a.from - b.from);
  const rows = all.slice(0, LISTED).map(({ from, to, said }, at) => (
    <tr key={`${lane.name} ${at}`}><th scope="row">{lane.name}</th><td class="nowrap">{shortMoment(from, zone)}</td><td class="nowrap">{to > from ? shortMoment(to, zone) : ''}</td><td>{said}</td></tr>
  ));
  if (all.length <= LISTED) return rows;
  return [...rows, <tr key={`${lane.name} more`}><th scope="row">{lane.name}</th><td colSpan={3} class="faint">and {all.length - LISTED} more</td></tr>];
}

/** The finding of the picture in words. */
function titleOf(view: TimelineView, name: string): string {
  const day = (at: number): string => { const { day: date, month } = clock(at, view.zone); return `${date} ${month}`; };
  const lanes = view.lanes.map((lane) => {
    const dark = lane.dark.map(({ from, to }) => `${moment(from, view.zone)} to ${moment(to, view.zone)}`);
    return `${lane.name}: ${counted(lane.marks.length, 'mark')}${dark.length === 0 ? '' : `, dark ${dark.join(' and ')}`}`;
  });
  return `${name}, ${day(view.from)} to ${day(view.to)}, ${town(view.zone)} time. ${lanes.join('. ')}.`;
}
