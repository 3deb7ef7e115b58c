import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DeviceActAnswer, DeviceActKind, DeviceActRequest, DevicesView, Verdict as VerdictName } from '../../src/api/contract.ts';
import { actOnDevices } from '../api.ts';
import { leftBehind } from '../drafts.ts';
import { useResource } from '../resource.ts';
import { navigate, onMoved } from '../router.ts';
import { useSession } from '../session.ts';
import { toSearch } from '../kit/focus.ts';
import { age, count, counted, ownMoment, ownMomentWithYear, selectedSays, zoneName } from '../kit/format.ts';
import { KeyFoot, KeyHelp } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { say } from '../kit/live-region.tsx';
import { Empty, Failed, Loading, Stale } from '../kit/states.tsx';
import { Verdict } from '../kit/verdict.tsx';
import { spread } from '../live.ts';
import { Frame, LAPTOPS } from '../soc/frame.tsx';
import { useCursor } from '../soc/use-cursor.ts';
import { ActDialog, serialsOf } from './act-dialog.tsx';
import { CustodyLegend } from './custody-line.tsx';
import { desk } from './desk.ts';
import { DeviceTable, ROWS_AT_FIRST } from './device-table.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { LaptopMap } from './laptop-map.tsx';
import { LaptopPanel } from './laptop-panel.tsx';
import { ShipsToday, SHIPS_DRAFT } from './ships-today.tsx';
import { hrefOf, isIn, shownRows, VERDICTS, VIEWS, viewNamed, type Filters } from './views.ts';
import { ACT_SAYS } from './words.ts';

const FOOT = [{ keys: ['j', 'k'], does: 'move' }, { keys: ['Enter'], does: 'open laptop' }, { keys: ['x'], does: 'select' }, { keys: ['/'], does: 'search' }, { keys: ['m'], does: 'map' }] as const;
const ALL = [
  { keys: ['j', 'k'], does: 'next, previous row; the arrow keys do the same' }, { keys: ['Enter'], does: 'open the laptop' }, { keys: ['x'], does: 'select the row' }, { keys: ['/'], does: 'search' },
  { keys: ['m'], does: 'show or hide the map' }, { keys: ['g', 'd'], does: 'laptops' }, { keys: ['g', 'q'], does: 'queue, for those who may see it' }, { keys: ['Ctrl Enter'], does: 'send a dialog' }, { keys: ['Esc'], does: 'close, back to the row' }, { keys: ['?'], does: 'these keys' },
] as const;

/** What came of the last act. */
interface Told { readonly kind: DeviceActRequest['kind']; readonly answers: readonly DeviceActAnswer[] }
type Asked = { readonly what: 'keys' | 'import' | 'ships' } | { readonly what: 'act'; readonly kind: 'returned' | 'approved-move'; readonly serials: readonly string[] };

/** Where the laptops are, for those who look after them. */
export function Devices(): JSX.Element {
  const { session } = useSession();
  const { value, problem, readAt, reload } = useResource<DevicesView>('/api/devices');
  const [filters, setFilters] = useFilters();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<string>();
  const [asked, setAsked] = useState<Asked>();
  const [isMapShown, setMapShown] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const [told, setTold] = useState<Told>();
  const search = useRef<HTMLInputElement>(null);
  const busy = useRef(false);

  const all = useMemo(() => (value ? shownRows(value.rows, filters) : []), [value, filters]);
  const rows = isWhole ? all : all.slice(0, ROWS_AT_FIRST);
  const { cursor, put, move } = useCursor(rows.map(({ serial }) => serial), desk);
  /** Acted on is what is seen: what filters hide stays selected, is told, and is left alone. */
  const marked = rows.filter(({ serial }) => selected.has(serial)).map(({ serial }) => serial);
  const unseen = (value?.rows.filter(({ serial }) => selected.has(serial)).length ?? 0) - marked.length;
  /** Nothing to choose from, and nothing to act on. */
  const isLost = !value && problem !== undefined;
  const one = value?.rows.find(({ serial }) => serial === opened);
  useEffect(() => { document.title = 'Where the laptops are · Farmwatch'; }, []);
  // What somebody was writing when their sign-in ended is before them again.
  useEffect(() => {
    const left = value && leftBehind(session.user);
    if (left && `${left.what} ${left.id}` === SHIPS_DRAFT) setAsked({ what: 'ships' });
    if (left?.what === 'approved-move') setAsked({ what: 'act', kind: left.what, serials: serialsOf(left.id) });
  }, [value !== undefined]);

  const toggle = useCallback((serial: string): void => setSelected((before) => {
    const next = new Set(before);
    if (!next.delete(serial)) next.add(serial);
    return next;
  }), []);
  const putRef = useRef(put);
  putRef.current = put;
  const onCursor = useCallback((serial: string): void => putRef.current(serial), []);
  const onOpen = useCallback((serial: string): void => setOpened(serial), []);

  /** @returns why nothing was recorded */
  const send = async (serials: readonly string[], request: Pick<DeviceActRequest, 'kind' | 'move'>): Promise<string | undefined> => {
    if (busy.current) return 'Another act is still on its way. Wait for its answer, then try again.';
    if (!value) return 'The list is not read yet. Try again in a moment.';
    busy.current = true;
    const answer = await actOnDevices(session, { ...request, devices: value.rows.filter(({ serial }) => serials.includes(serial)).map(({ serial, revision }) => ({ serial, revision })) });
    busy.current = false;
    if (!answer.ok) return answer.problem.message;
    setTold({ kind: request.kind, answers: answer.value.answers });
    setSelected((before) => before.difference(new Set(serials)));
    say(toldSays(answer.value.answers));
    spread({ kind: 'devices' });
    return undefined;
  };
  const sendNow = (serials: readonly string[], kind: DeviceActRequest['kind']): void => {
    void send(serials, { kind }).then((refused) => { if (refused !== undefined) setTold({ kind, answers: [{ serial: '', outcome: 'refused', said: refused }] }); });
  };
  const begin = (kind: DeviceActKind, serials: readonly string[]): void => (kind === 'returned' || kind === 'approved-move' ? setAsked({ what: 'act', kind, serials }) : sendNow(serials, kind));
  const takeBack = (serials: readonly string[]): void => sendNow(serials, 'take-back');
  const meant = told && value ? withdrawable(told, value) : [];
  const change = (next: Partial<Filters>): void => setFilters({ ...filters, ...next });
  const done = (): void => setAsked(undefined);

  useKeys({
    'j': () => move(1), 'ArrowDown': () => move(1), 'k': () => move(-1), 'ArrowUp': () => move(-1), 'Enter': () => { if (cursor !== undefined && rows.length > 0) setOpened(cursor); }, 'x': () => { if (cursor !== undefined) toggle(cursor); },
    '/': () => toSearch(search.current), 'm': () => setMapShown(!isMapShown), '?': () => setAsked({ what: 'keys' }), 'g q': () => { if (session.may.includes('read-cases')) navigate('/'); }, 'g d': () => setFilters(viewNamed('')),
    'Escape': () => {
      if (document.activeElement === search.current && filters.q !== '') change({ q: '' });
      else move(0);
    },
  });

  return (
    <Frame here={LAPTOPS} simulated={value?.simulated ?? session.demo} beside={<SavedViews view={filters.view} of={value} />} foot={!session.may.includes('read-cases') && value && <SourcesFoot of={value} />}>
      <header class="top">
        <div><h1>Where the laptops are</h1><p>{value ? headSays(value) : !problem && 'One moment.'}</p></div>
        {!isLost && (
          <div class="btns">
            <button class="btn" type="button" onClick={() => setAsked({ what: 'ships' })}>Ships today</button>
            <button class="btn" type="button" onClick={() => setAsked({ what: 'import' })}>Import CSV</button>
            <a class="btn" href="/api/devices.csv" download="laptops.csv" target="_self">Export CSV</a>
          </div>
        )}
      </header>
      {value && problem && readAt !== undefined && <Stale what="the laptops" readAt={readAt} now={Date.now()} problem={problem} onTry={reload} />}
      {value && <DarkNote of={value} />}
      {told && <section class="note" role="alert"><span aria-hidden="true">◇</span><p>{toldSays(told.answers)}</p><div class="btns">{meant.length > 0 && <button class="btn" type="button" onClick={() => takeBack(meant)}>Take {meant.length === 1 ? 'it' : 'them'} back</button>}<button class="btn" type="button" onClick={() => setTold(undefined)}>Close</button></div></section>}
      {!isLost && (
        <>
          <fieldset class="verdicts"><legend class="unseen">Show verdicts</legend>
            {VERDICTS.map((verdict) => <label key={verdict}><input type="checkbox" checked={filters.verdicts.has(verdict)} onChange={() => change({ verdicts: flipped(filters.verdicts, verdict) })} /> <Verdict verdict={verdict} /> <b>{value ? count(value.counts[verdict]) : '–'}</b></label>)}
          </fieldset>
          <form class="bulk" aria-label="Search and act" onSubmit={(event) => { event.preventDefault(); move(0); }}>
            <span>{selectedSays(marked.length, unseen, 'laptop')}</span>
            {(Object.keys(ACT_SAYS) as DeviceActKind[]).map((kind) => <button key={kind} class="btn" type="button" disabled={marked.length === 0} onClick={() => begin(kind, marked)}>{ACT_SAYS[kind]}</button>)}
            <button class="btn plain" type="button" aria-pressed={isMapShown} onClick={() => setMapShown(!isMapShown)}>Map</button>
            <label class="search push"><span class="unseen">Search serial, holder or place</span><input ref={search} class="field" type="search" maxLength={200} placeholder="Serial, holder or place" value={filters.q} onInput={(event) => change({ q: event.currentTarget.value })} /></label>
          </form>
        </>
      )}
      {isMapShown && value && <LaptopMap rows={all} />}
      {!value && problem && (problem.kind === 'forbidden' ? <Empty lead="Where laptops are is for IT staff." acts={<a class="btn" href="/">To your first page</a>}>{problem.message} Ask whoever looks after Farmwatch here.</Empty> : <Failed problem={problem} what="The list" session={session} onTry={reload} />)}
      {!value && !problem && <Loading what="laptops" rows={10} />}
      {value && all.length === 0 && <Nothing of={value} onAll={() => setFilters(viewNamed('?view=all'))} />}
      {value?.asOf !== undefined && all.length > 0 && (
        <>
          <DeviceTable rows={rows} more={all.length - rows.length} asOf={value.asOf} cursor={cursor} selected={selected} onCursor={onCursor} onSelect={toggle} onOpen={onOpen} onMore={() => setWhole(true)} />
          <div class="key block-key" role="group" aria-label="How to read the way of a laptop"><CustodyLegend /><span class="push faint">± is the radius that holds the laptop 9 times in 10. Days are those of your clock, {zoneName(value.asOf)}. A verdict is a question to the holder, not a reproach.</span></div>
        </>
      )}
      {!isLost && <KeyFoot lines={FOOT} onAll={() => setAsked({ what: 'keys' })} />}
      {one && value?.asOf !== undefined && <LaptopPanel key={one.serial} row={one} asOf={value.asOf} onAct={(kind) => begin(kind, [one.serial])} onTakeBack={() => takeBack([one.serial])} onClose={() => setOpened(undefined)} />}
      {asked?.what === 'keys' && <KeyHelp lines={ALL} onClose={done} />}
      {asked?.what === 'import' && <ImportDialog onClose={done} />}
      {asked?.what === 'ships' && <ShipsToday onClose={done} />}
      {asked?.what === 'act' && <ActDialog kind={asked.kind} serials={asked.serials} asOf={value?.asOf ?? Date.now()} onSend={(request) => send(asked.serials, request)} onClose={done} />}
    </Frame>
  );
}

/** View and search live in the address, so that a list can be sent to somebody. */
function useFilters(): [Filters, (next: Filters) => void] {
  const [filters, setFilters] = useState(() => viewNamed(location.search));
  useEffect(() => {
    const readAgain = (): void => setFilters(viewNamed(location.search));
    return onMoved(readAgain);
  }, []);
  return [filters, (next) => {
    setFilters(next);
    // Browsers limit how often the address may change; the list itself need not wait for it.
    try { history.replaceState(null, '', hrefOf(next)); } catch { /* the next change will catch up */ }
  }];
}

function SavedViews({ view, of }: { readonly view: Filters['view']; readonly of: DevicesView | undefined }): JSX.Element {
  return (
    <nav aria-label="Saved views">
      <h2>Saved views</h2>
      <ul>{VIEWS.map(({ name, says }) => <li key={name}><a href={hrefOf({ view: name, q: '' })} {...(name === view ? { 'aria-current': 'true' as const } : {})}><span>{says}</span><span>{of && count(of.rows.filter((row) => isIn(name, row)).length)}</span></a></li>)}</ul>
    </nav>
  );
}

/** “Jamf dark 2 d 11 h”, a line each. */
function SourcesFoot({ of }: { readonly of: DevicesView }): JSX.Element {
  const odd = of.sources.filter(({ state }) => state !== 'fresh');
  return (
    <div class="health">
      <p>{of.sources.length === 0 ? 'No source connected' : `${of.sources.length - odd.length} of ${counted(of.sources.length, 'source')} fresh`}</p>
      {odd.map(({ name, state, lastEventAt }) => <p key={name}><a href="/sources">{name} {state}{lastEventAt !== undefined && of.asOf !== undefined && ` ${age(of.asOf - lastEventAt)}`}</a></p>)}
    </div>
  );
}

function DarkNote({ of }: { readonly of: DevicesView }): JSX.Element | null {
  const dark = of.sources.filter(({ state }) => state === 'dark' || state === 'failed');
  if (dark.length === 0) return null;
  return (
    <section class="note dark-source" aria-label="Dark sources">
      <svg aria-hidden="true"><use href="#v-dark" /></svg>
      <div>{dark.map(({ name, lastEventAt, said }) => <p key={name}><b>{name} has been dark{lastEventAt !== undefined && ` since ${ownMoment(lastEventAt)}`}.</b> {said}</p>)}<p class="faint">Where a laptop is that only it tells of is not known; where it was last says nothing of today.</p></div>
    </section>
  );
}

function Nothing({ of, onAll }: { readonly of: DevicesView; readonly onAll: () => void }): JSX.Element {
  if (of.asOf === undefined) return <Empty lead="Nothing has run yet.">The first run follows the first import: people, laptops and events.</Empty>;
  if (of.rows.length === 0) return <Empty lead="No laptops of starters are on record.">Import devices.csv, or people.csv with serial numbers.</Empty>;
  return <Empty lead="No laptop in this list." acts={<button class="btn" type="button" onClick={onAll}>All laptops ({count(of.rows.length)})</button>}>{counted(of.rows.length, 'laptop')} looked at. Verdicts, view or search leave none of them.</Empty>;
}

function flipped(verdicts: ReadonlySet<VerdictName>, verdict: VerdictName): ReadonlySet<VerdictName> {
  return verdicts.symmetricDifference(new Set([verdict]));
}

function headSays({ rows, counts, asOf }: DevicesView): string {
  const fine = counts.expected + counts['moved-approved'];
  const at = asOf === undefined ? '' : ` ${ownMomentWithYear(asOf)}.`;
  return `${counted(rows.length, 'laptop')} of people in their first months. ${count(fine)} ${fine === 1 ? 'is' : 'are'} where they should be or moved with approval; ${count(rows.length - fine)} need a question.${at}`;
}

/** Laptops whose last act is the one that was told of just now, and can be taken back. */
function withdrawable({ kind, answers }: Told, { rows }: DevicesView): readonly string[] {
  const done = new Set(answers.filter(({ outcome }) => outcome === 'recorded' || outcome === 'on-hold').map(({ serial }) => serial));
  return rows.filter((row) => row.undoable === kind && done.has(row.serial)).map(({ serial }) => serial);
}

/** What came of an act, in one or a few sentences. */
function toldSays(answers: readonly DeviceActAnswer[]): string {
  const groups = Map.groupBy(answers, ({ outcome, said }) => (outcome === 'stale' ? 'Changed by somebody else first; look again and retry.' : said));
  return [...groups].map(([said, of]) => (answers.length === 1 ? said : `${said.replace(/\.$/, '')} (${of.length <= 3 ? of.map(({ serial }) => serial).join(', ') : counted(of.length, 'laptop')}).`)).join(' ');
}
