import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CaseView, QueueRow, QueueView } from '../../src/api/contract.ts';
import { leftBehind } from '../drafts.ts';
import { useResource } from '../resource.ts';
import { navigate, onMoved } from '../router.ts';
import { useSession } from '../session.ts';
import { Beginning } from '../begin/beginning.tsx';
import { ChanceButton, useChance } from '../kit/chance.tsx';
import { FamilyLegend } from '../kit/family-mark.tsx';
import { toSearch } from '../kit/focus.ts';
import { age, counted, DAY, ownMoment, ownMomentWithYear, selectedSays, timeOfDay, zoneName } from '../kit/format.ts';
import { KeyFoot, KeyHelp } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { say } from '../kit/live-region.tsx';
import { Failed, Loading, Stale } from '../kit/states.tsx';
import { perform, readCase } from './acts.ts';
import { CloseDialog } from './close-dialog.tsx';
import { desk } from './desk.ts';
import { FilterBar } from './filter-bar.tsx';
import { Frame } from './frame.tsx';
import { NoteDialog } from './note-dialog.tsx';
import { NothingShown } from './nothing-shown.tsx';
import { hrefOfRow } from './queue-row.tsx';
import { QueueTable, WATCHED_AT_FIRST } from './queue-table.tsx';
import { SourcesNote } from './sources-note.tsx';
import { useCursor } from './use-cursor.ts';
import { filtersOf, hrefOf, shownRows, type FilterName, type Filters } from './views.ts';

const FOOT = [
  { keys: ['j', 'k'], does: 'move' }, { keys: ['Enter'], does: 'open' }, { keys: ['a'], does: 'take' }, { keys: ['s'], does: 'close' },
  { keys: ['c'], does: 'comment' }, { keys: ['x'], does: 'select' }, { keys: ['/'], does: 'search' }, { keys: ['%'], does: 'chance' },
] as const;
const ALL = [
  { keys: ['j', 'k'], does: 'next, previous row; the arrow keys do the same' }, { keys: ['Enter'], does: 'open the row' },
  { keys: ['[', ']'], does: 'previous, next case' }, { keys: ['x'], does: 'select the row' }, { keys: ['a'], does: 'take the case, or all selected ones' },
  { keys: ['s'], does: 'set the status: close with a reason' }, { keys: ['c'], does: 'comment' }, { keys: ['/'], does: 'search' }, { keys: ['%'], does: 'show or hide chances' },
  { keys: ['g', 'q'], does: 'queue' }, { keys: ['g', 'w'], does: 'what waits for a word' }, { keys: ['Ctrl Enter'], does: 'send a dialog' }, { keys: ['Esc'], does: 'close, back to the row' }, { keys: ['?'], does: 'these keys' },
] as const;

type Asked = { readonly what: 'keys' } | { readonly what: 'close' | 'note'; readonly of: CaseView };

/** The queue: what needs a person, most pressing first. */
export function Queue(): JSX.Element {
  const { session } = useSession();
  const { value: queue, problem, readAt, reload } = useResource<QueueView>('/api/queue');
  const chance = useChance();
  const [filters, setFilters] = useFilters();
  const [asked, setAsked] = useState<Asked>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(desk.selected);
  const [allWatched, setAllWatched] = useState(desk.allWatched);
  const [refused, setRefused] = useState<string>();
  const search = useRef<HTMLInputElement>(null);

  const all = useMemo(() => (queue ? shownRows(queue.rows, filters, session.user, queue.asOf) : []), [queue, filters, session.user]);
  const watched = all.filter(({ kind }) => kind === 'person');
  const hidden = allWatched ? new Set<string>() : new Set(watched.slice(WATCHED_AT_FIRST).map(({ id }) => id));
  const rows = all.filter(({ id }) => !hidden.has(id));
  /** Acted on is what is seen: what filters hide stays selected, is told, and is left alone. */
  const marked = rows.filter(({ id }) => selected.has(id));
  const unseen = (queue?.rows.filter(({ id }) => selected.has(id)).length ?? 0) - marked.length;
  const { cursor, put, move } = useCursor(rows.map(({ id }) => id));
  const at = rows.find(({ id }) => id === cursor);

  useEffect(() => { document.title = 'Queue · Farmwatch'; }, []);
  useEffect(() => {
    if (!queue || !desk.searching) return;
    desk.searching = false;
    toSearch(search.current);
  }, [queue]);

  // What somebody was writing when their sign-in ended is before them again.
  useEffect(() => {
    const left = queue ? leftBehind(session.user) : undefined;
    if (left?.what !== 'close' && left?.what !== 'note') return;
    const { what } = left;
    void readCase(left.id).then((answer) => { if (answer.ok) setAsked({ what, of: answer.value }); });
  }, [queue !== undefined]);

  const change = (name: FilterName, value: string): void => setFilters({ ...filters, [name]: value });
  const toggle = useCallback((id: string): void => setSelected((before) => {
    const next = new Set(before);
    if (!next.delete(id)) next.add(id);
    desk.selected = next;
    return next;
  }), []);
  /** What refused it, if anything did. */
  const taken = useCallback(async (row: QueueRow): Promise<string | undefined> => {
    if (row.kind !== 'case' || row.status !== 'open') return `${row.id} was not taken: only an open case can be.`;
    const read = await readCase(row.id);
    const answer = read.ok ? await perform(session, row.id, { kind: 'take', revision: read.value.revision }) : read;
    return answer.ok ? undefined : `${row.id} was not taken. ${answer.problem.message}`;
  }, [session]);
  const take = useCallback(async (row: QueueRow): Promise<void> => setRefused(await taken(row)), [taken]);
  const takeMany = async (): Promise<void> => {
    const why = new Map<string, string>();
    for (const row of marked) {
      const problem = await taken(row);
      if (problem !== undefined) why.set(row.id, problem);
    }
    setRefused(why.size === 0 ? undefined : [...why.values()].join(' '));
    // What was refused stays marked, to be tried again, and what nobody saw as well.
    const done = new Set(marked.map(({ id }) => id).filter((id) => !why.has(id)));
    setSelected((before) => desk.selected = new Set([...before].filter((id) => !done.has(id))));
  };
  const ask = async (what: 'close' | 'note'): Promise<void> => {
    setRefused(undefined);
    if (at?.kind !== 'case' || (what === 'close' && at.status !== 'open')) return say(what === 'close' ? 'Only an open case can be closed.' : 'Comments belong to cases.');
    const answer = await readCase(at.id);
    if (answer.ok) setAsked({ what, of: answer.value });
    else setRefused(answer.problem.message);
  };
  const open = (): void => { if (at) navigate(hrefOfRow(at)); };
  const toCase = (by: number): void => {
    const cases = rows.filter(({ kind }) => kind === 'case');
    const here = cases.findIndex(({ id }) => id === cursor);
    const next = cases[Math.max(0, here + by)];
    if (next) move(rows.indexOf(next) - desk.cursorAt);
  };

  useKeys({
    'j': () => move(1), 'ArrowDown': () => move(1), 'k': () => move(-1), 'ArrowUp': () => move(-1), '[': () => toCase(-1), ']': () => toCase(1),
    'Enter': open, 'x': () => { if (at) toggle(at.id); }, 'a': () => { if (marked.length > 0) void takeMany(); else if (at) void take(at); },
    's': () => { void ask('close'); }, 'c': () => { void ask('note'); }, '%': chance.toggle, '?': () => setAsked({ what: 'keys' }), 'g q': () => setFilters(filtersOf('')), 'g w': () => navigate('/waiting'),
    '/': () => toSearch(search.current),
    'Escape': () => {
      if (document.activeElement === search.current && filters.q !== '') change('q', '');
      else move(0);
    },
  });

  // The news of a first run must not take the page away from who waits there for it.
  const [isBeginning, setBeginning] = useState(false);
  const done = (): void => setAsked(undefined);
  const onTake = useCallback((row: QueueRow): void => { void take(row); }, [take]);
  const putRef = useRef(put);
  putRef.current = put;
  const onCursor = useCallback((id: string): void => putRef.current(id), []);

  return (
    <Frame view={filters.view} simulated={queue?.simulated ?? session.demo}>
      {queue && (queue.asOf === undefined || isBeginning) ? <Beginning hasRun={false} onBusy={setBeginning} /> : (
        <>
          <header class="top">
            <div><h1>Queue</h1><p>{queue ? headSays(queue) : !problem && 'One moment.'}</p></div>
            <div class="btns"><span class="faint small live">{queue?.asOf !== undefined && <LastRun at={queue.asOf} next={queue.nextRunAt} />}</span><ChanceButton /></div>
          </header>
          {queue && problem && readAt !== undefined && <Stale what="the queue" readAt={readAt} now={Date.now()} problem={problem} onTry={reload} />}
          {refused !== undefined && <section class="note" role="alert"><span aria-hidden="true">◇</span><p>{refused}</p><button class="btn" type="button" onClick={() => setRefused(undefined)}>Close</button></section>}
          {queue && <SourcesNote queue={queue} />}
          {(queue || !problem) && <FilterBar filters={filters} says={queue ? countSays(all) : ''} searchRef={search} onChange={change} onLeave={() => move(0)} />}
          {marked.length + unseen > 0 && <p class="bulk"><span>{selectedSays(marked.length, unseen, 'row')}</span><button class="btn" type="button" disabled={marked.length === 0} onClick={() => { void takeMany(); }}>Take them <kbd aria-hidden="true">a</kbd></button><button class="btn plain" type="button" onClick={() => setSelected(desk.selected = new Set())}>Select none</button></p>}
          {!queue && problem && <Failed problem={problem} what="The queue" session={session} onTry={reload} />}
          {!queue && !problem && <Loading what="the queue" />}
          {queue && all.length === 0 && <NothingShown queue={queue} filters={filters} user={session.user} onDrop={(name) => (name === undefined ? setFilters({ ...filtersOf(''), view: filters.view }) : change(name, ''))} />}
          {queue && all.length > 0 && all.every(({ kind }) => kind === 'person') && filters.view === 'open' && <p class="no-cases"><b>No open cases.</b> The people below are watched, and no case is open about them.</p>}
          {queue && all.length > 0 && (
            <>
              <QueueTable
                rows={rows} more={hidden.size} edges={queue.bandEdges} asOf={queue.asOf} cursor={cursor} selected={selected}
                onCursor={onCursor} onSelect={toggle} onTake={onTake} onMore={() => setAllWatched(desk.allWatched = true)}
              />
              <div class="key block-key" role="group" aria-label="How to read the marks"><FamilyLegend /><span class="push faint">Day = days since the start date. A minus before it: has not started.</span></div>
              {chance.shown && <p class="small soft">Chances hold {queue.prior}.</p>}
            </>
          )}
          {(queue || !problem) && <KeyFoot lines={FOOT} onAll={() => setAsked({ what: 'keys' })} />}
        </>
      )}
      {asked?.what === 'keys' && <KeyHelp lines={ALL} onClose={done} />}
      {asked?.what === 'close' && <CloseDialog of={asked.of} onClose={done} />}
      {asked?.what === 'note' && <NoteDialog of={asked.of} kind="note" onClose={done} />}
    </Frame>
  );
}

/** Filters live in the address, so that a view can be sent to somebody. */
function useFilters(): [Filters, (next: Filters) => void] {
  const [filters, setFilters] = useState(() => filtersOf(location.search));
  useEffect(() => {
    const readAgain = (): void => {
      if (location.pathname !== '/') return;
      setFilters(filtersOf(location.search));
      desk.queueHref = `/${location.search}`;
    };
    readAgain();
    return onMoved(readAgain);
  }, []);
  return [filters, (next) => {
    setFilters(next);
    desk.queueHref = hrefOf(next);
    // Browsers limit how often the address may change; the list itself need not wait for it.
    try { history.replaceState(null, '', desk.queueHref); } catch { /* the next change will catch up */ }
  }];
}

/** When everybody was looked at last. A time of day alone would pass for today's: of a run a day old or more it says which day, and how long ago. */
function LastRun({ at, next }: { readonly at: number; readonly next: number | undefined }): JSX.Element {
  const since = Date.now() - at;
  return (
    <>
      {since < DAY ? `Last run ${timeOfDay(at)}${next === undefined ? ` ${zoneName(at)}` : ''}` : <b class="ask"><span aria-hidden="true">◇ </span>Last run {ownMoment(at)}, {age(since)} ago</b>}
      {next !== undefined && `, next ${timeOfDay(next)} ${zoneName(next)}`}
    </>
  );
}

function headSays(queue: QueueView): string {
  const cases = queue.rows.filter(({ kind, status }) => kind === 'case' && status === 'open').length;
  const at = queue.asOf;
  const open = cases === 0 ? 'No open case' : `${counted(cases, 'open case')} with ${counted(queue.peopleInCases, 'person', 'people')}`;
  return `${open}, out of ${counted(queue.inScope, 'person', 'people')} looked at.${at === undefined ? '' : ` ${ownMomentWithYear(at)}.`}`;
}

function countSays(rows: readonly QueueRow[]): string {
  const cases = rows.filter(({ kind }) => kind === 'case');
  const people = new Set(cases.flatMap((row) => row.people.map(({ id }) => id))).size;
  const watched = rows.length - cases.length;
  return `${counted(cases.length, 'case')} with ${counted(people, 'person', 'people')}${watched === 0 ? '' : `, ${counted(watched, 'person', 'people')} without a case`}; most pressing first`;
}
