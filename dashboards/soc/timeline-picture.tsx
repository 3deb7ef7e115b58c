import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Lane, TimelineView } from '../../src/api/contract.ts';
import { clock } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';

const TOP = 62;
const LANE = 34;
const NAMES_W = 148;
/** Least width of all days together, and of one day. */
const LEAST_W = 860;
const DAY_W = 46;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Lanes in claimed local time; names stay in place while the picture scrolls, and it opens at its end, which is now. */
export function TimelinePicture({ view, title }: { readonly view: TimelineView; readonly title: string }): JSX.Element {
  const spanDays = Math.max(1, (view.to - view.from) / DAY_MS);
  const [room, setRoom] = useState(LEAST_W);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const measure = (): void => setRoom((box.current?.clientWidth ?? 0) - NAMES_W);
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, []);
  const width = Math.round(Math.max(room, LEAST_W, spanDays * DAY_W));
  const bottom = TOP + view.lanes.length * LANE;
  const height = bottom + 24;
  const x = (at: number): number => round(((Math.max(view.from, Math.min(view.to, at)) - view.from) / (view.to - view.from)) * width);
  const span = ({ from, to }: { from: number; to: number }): { x: number; width: number } => ({ x: x(from), width: round(Math.max(0, x(to) - x(from))) });
  const pxPerDay = width / spanDays;
  return (
    <div class="time-cols" ref={box}>
      <svg class="timeline lane-names" width={NAMES_W} height={height} aria-hidden="true">
        <text class="t-2" x="0" y="32">Night of the claim</text>
        {view.fit && <text class="t-2" x="0" y="50">Night at {view.fit.said}</text>}
        {view.lanes.map(({ name, source }, at) => (
          <g key={name}>
            <line class="k-line" x1="0" x2={NAMES_W} y1={TOP + at * LANE} y2={TOP + at * LANE} />
            <text class="t-ink" x="0" y={TOP + at * LANE + 15}>{cut(name, 25)}</text><text x="0" y={TOP + at * LANE + 28}>{cut(source, 26)}</text>
          </g>
        ))}
      </svg>
      <Scroll label="Time line" toEnd>
        <svg class="timeline" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img">
          <title>{title}</title>
          {view.nights.map((night) => <rect key={night.from} class="f-night-claim" y="22" height={bottom - 22} {...span(night)} />)}
          {view.fit?.nights.map((night) => <g key={night.from}><rect class="f-night-fit" y="40" height={bottom - 40} {...span(night)} /><rect y="40" height="14" fill="url(#night-fit)" {...span(night)} /></g>)}
          {view.nights.map((night) => <rect key={night.from} class="f-neutral" y="22" height="3" {...span(night)} />)}
          {view.midnights.filter((at) => at >= view.from && at < view.to).map((at, index) => (
            <g key={at}>
              <line class="k-edge" x1={x(at)} x2={x(at)} y1="2" y2={bottom} />
              {width - x(at) > 44 && pxPerDay >= 44 && <text class="t-ink t-b" x={x(at) + 4} y="13">{dayLabel(at, view.zone, pxPerDay, index)}</text>}
              {pxPerDay >= 90 && [6, 12, 18].map((hour) => <HourTick key={hour} at={atHour(at, hour, view.zone)} x={x} hour={hour} y={bottom + 14} until={width - 44} />)}
            </g>
          ))}
          {view.lanes.map((lane, at) => <LaneMarks key={lane.name} lane={lane} y={TOP + at * LANE} width={width} x={x} span={span} />)}
          <line class="k-line" x1="0" x2={width} y1={bottom} y2={bottom} />
          <line class="k-accent" x1={width - 1} x2={width - 1} y1="18" y2={bottom} stroke-width="1.5" /><text class="t-ink end" x={width - 2} y={bottom + 14}>now</text>
        </svg>
      </Scroll>
    </div>
  );
}

function LaneMarks({ lane, y, width, x, span }: { readonly lane: Lane; readonly y: number; readonly width: number; readonly x: (at: number) => number; readonly span: (of: { from: number; to: number }) => { x: number; width: number } }): JSX.Element {
  const looks = lane.toward ? 'f-toward' : 'f-ink';
  const beside = saidBeside(lane, x, width);
  return (
    <g>
      <line class="k-line" x1="0" x2={width} y1={y} y2={y} />
      {lane.dark.map((dark) => {
        const place = span(dark);
        return <g key={dark.from}><rect y={y + 1} height={LANE - 2} fill="url(#hatch)" {...place} />{place.width > 34 && <text class="mid t-ink halo" x={place.x + place.width / 2} y={y + 21}>dark</text>}</g>;
      })}
      {beside.map(({ at, said }) => <text key={at} class="t-2" x={at} y={y + 29}>{said}</text>)}
      {lane.marks.map((mark, at) => {
        const { width: wide } = span(mark);
        // What goes on for days is a state: a thin line that leaves the eye to what happens.
        if (mark.to - mark.from > DAY_MS) return <rect key={at} class={lane.toward ? looks : 'f-neutral'} x={x(mark.from)} width={wide} y={y + 14} height="5"><title>{mark.said}</title></rect>;
        return <rect key={at} class={looks} x={x(mark.from)} width={Math.max(wide, 1.6)} y={y + (beside.length > 0 ? 4 : wide < 3 ? 9 : 11)} height={wide < 3 && beside.length === 0 ? 16 : 12}><title>{mark.said}</title></rect>;
      })}
    </g>
  );
}

/** Words under the marks of a lane that has few, each with room for its words. */
function saidBeside(lane: Lane, x: (at: number) => number, width: number): readonly { readonly at: number; readonly said: string }[] {
  const few = lane.marks.filter(({ from, to }) => to - from <= HOUR_MS);
  if (few.length === 0 || few.length > 6 || few.length < lane.marks.length) return [];
  const places = few.map(({ from, said }) => ({ at: x(from) - 3, said })).sort((a, b) => a.at - b.at);
  const fits = places.every(({ at, said }, index) => at + said.length * 6.6 < (places[index + 1]?.at ?? width));
  return fits && places.some(({ said }) => !/^\d+ events?$/.test(said)) ? places : [];
}

function HourTick({ at, x, hour, y, until }: { readonly at: number; readonly x: (at: number) => number; readonly hour: number; readonly y: number; readonly until: number }): JSX.Element | null {
  // Too near the end the label would run into “now”.
  return x(at) > until ? null : <text class="mid" x={x(at)} y={y}>{String(hour).padStart(2, '0')}</text>;
}

/** The moment a local clock shows `hour` on the day that begins at `midnight`; days of 23 and 25 hours too. */
function atHour(midnight: number, hour: number, zone: string): number {
  const guess = midnight + hour * HOUR_MS;
  return guess + (hour - Number(clock(guess, zone).hour)) * HOUR_MS;
}

function dayLabel(at: number, zone: string, pxPerDay: number, index: number): string {
  const { weekday, day, month } = clock(at, zone);
  if (pxPerDay < 60) return index === 0 || day === '1' ? `${day} ${month}` : `${weekday.slice(0, 2)} ${day}`;
  return index === 0 || day === '1' ? `${weekday} ${day} ${month}` : `${weekday} ${day}`;
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
const round = (value: number): number => Math.round(value * 10) / 10;
