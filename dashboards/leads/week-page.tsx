import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { WeekView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { navigate, onMoved } from '../router.ts';
import { useSession } from '../session.ts';
import { KeyFoot, KeyHelp, type KeyLine } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { say } from '../kit/live-region.tsx';
import { Empty, Failed, Loading, Stale } from '../kit/states.tsx';
import { Frame, type Anchor } from '../soc/frame.tsx';
import { daySays, weekHref } from './words.ts';

const KEYS: readonly KeyLine[] = [
  { keys: ['['], does: 'week before' }, { keys: [']'], does: 'week after' }, { keys: ['g', 'o'], does: 'overview' }, { keys: ['g', 'r'], does: 'report' }, { keys: ['p'], does: 'print' }, { keys: ['?'], does: 'these keys' },
];

/** Frame, switcher, keys and states of a page about one week. */
export function WeekPage({ page, here, usual, what, anchors, head, children }: {
  readonly page: 'overview' | 'report'; readonly here: string; /** Week that is meant where the address names none. */ readonly usual: 'now' | undefined; readonly what: string;
  readonly anchors: readonly Anchor[]; readonly head: (view: WeekView) => ComponentChildren; readonly children: (view: WeekView) => ComponentChildren;
}): JSX.Element {
  const asked = useWeek();
  const week = asked ?? usual;
  const { value, problem, readAt, reload } = useResource<WeekView>(`/api/reports/weekly${week === undefined ? '' : `?week=${encodeURIComponent(week)}`}`);
  const { session } = useSession();
  const [helps, setHelps] = useState(false);
  const go = (to: string | undefined): void => {
    if (to === undefined) say('There is no later week.');
    else navigate(weekHref(page, to));
  };
  useKeys({ '[': () => value && go(value.previous), ']': () => value && go(value.next), 'g o': () => navigate(weekHref('overview', asked)), 'g r': () => navigate(weekHref('report', page === 'overview' ? value?.report.week ?? asked : asked)), 'p': () => print(), '?': () => setHelps(true) });
  const named = value?.report.week;
  useEffect(() => { document.title = `${here}${named === undefined ? '' : `, ${named}`} · Farmwatch`; }, [named]);
  const told = useRef<string>(undefined);
  useEffect(() => {
    // The first page says its name by its heading; after that a switch of weeks is told.
    if (value && told.current !== undefined && told.current !== value.report.week) say(`Week ${value.report.week}.`);
    if (value) told.current = value.report.week;
  }, [value]);
  return (
    <Frame here={here} simulated={value?.report.simulated ?? false} anchors={value ? anchors : []} foot={<p>Counts only: no names, no pseudonyms</p>}>
      {value && problem && readAt !== undefined && <Stale what={what} readAt={readAt} now={Date.now()} problem={problem} onTry={reload} />}
      {value ? (
        <>
          <header class="top">
            <div>{head(value)}</div>
            <div class="btns"><Switcher page={page} of={value} /></div>
          </header>
          {children(value)}
        </>
      ) : problem ? <Unread problem={problem} what={what} page={page} session={session} onTry={reload} /> : <><h1 class="unseen">{what}</h1><Loading what={what} rows={10} /></>}
      <KeyFoot lines={KEYS.slice(0, 5)} onAll={() => setHelps(true)} />
      {helps && <KeyHelp lines={KEYS} onClose={() => setHelps(false)} />}
    </Frame>
  );
}

function Unread({ problem, what, page, session, onTry }: Parameters<typeof Failed>[0] & { readonly page: 'overview' | 'report' }): JSX.Element {
  if (problem.kind === 'forbidden') return <><h1 class="unseen">{what}</h1><Empty lead={`${what} is for security leads.`}>{problem.message} Ask whoever looks after Farmwatch here.</Empty></>;
  if (problem.kind === 'missing' || problem.kind === 'refused') return <><h1 class="unseen">{what}</h1><Empty lead="There is no report of this week." acts={<a class="btn" href={weekHref(page)}>The usual week</a>}>{problem.message}</Empty></>;
  return <><h1 class="unseen">{what}</h1><Failed problem={problem} what={what} session={session} onTry={onTry} /></>;
}

/** Week before and after, and all that are offered. */
function Switcher({ page, of: { report, previous, next, weeks } }: { readonly page: 'overview' | 'report'; readonly of: WeekView }): JSX.Element {
  return (
    <>
      <a class="btn" href={weekHref(page, previous)}>Week before</a>
      <label class="pick">Week
        <select value={report.week} onChange={({ currentTarget }) => navigate(weekHref(page, currentTarget.value))}>
          {weeks.map(({ name, monday }) => <option value={name} key={name}>{name}, from {daySays(monday)}</option>)}
        </select>
      </label>
      {next === undefined ? <span class="btn" aria-disabled="true">Week after</span> : <a class="btn" href={weekHref(page, next)}>Week after</a>}
    </>
  );
}

/** The week that the address names. */
function useWeek(): string | undefined {
  const named = (): string | undefined => new URLSearchParams(location.search).get('week') ?? undefined;
  const [week, setWeek] = useState(named);
  useEffect(() => onMoved(() => setWeek(named())), []);
  return week;
}
