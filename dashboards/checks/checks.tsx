import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CheckRow, ChecksView } from '../../src/api/contract.ts';
import { leftBehind } from '../drafts.ts';
import { useResource } from '../resource.ts';
import { caseHref } from '../router.ts';
import { useSession } from '../session.ts';
import { counted } from '../kit/format.ts';
import { KeyFoot, KeyHelp } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading, Stale } from '../kit/states.tsx';
import { CHECKS, Frame } from '../soc/frame.tsx';
import { useCursor } from '../soc/use-cursor.ts';
import { CorrectionDialog } from '../rights/correction-dialog.tsx';
import { BeginDialog } from './begin-dialog.tsx';
import { CheckPanel } from './check-panel.tsx';
import { daySays, isOverdue, isToDo, stateSays, stepsSay } from './words.ts';

const VIEWS = [
  { name: 'due', says: 'To be done', holds: (row: CheckRow) => isToDo(row) },
  { name: 'mine', says: 'Mine', holds: (row: CheckRow, user: string) => isToDo(row) && row.owner === user },
  { name: 'cohort', says: 'Cohorts and stages', holds: (row: CheckRow) => row.group !== undefined },
  { name: 'done', says: 'Over', holds: (row: CheckRow) => !isToDo(row) },
] as const;
type ViewName = (typeof VIEWS)[number]['name'];

const FOOT = [{ keys: ['j', 'k'], does: 'move' }, { keys: ['Enter'], does: 'open' }, { keys: ['n'], does: 'begin for a cohort' }, { keys: ['1', '4'], does: 'views' }] as const;
const ALL = [
  { keys: ['j', 'k'], does: 'next, previous row; the arrow keys do the same' }, { keys: ['Enter'], does: 'open the check' }, { keys: ['n'], does: 'begin a check for a cohort' },
  { keys: ['1', '4'], does: 'to be done, mine, cohorts and stages, over' }, { keys: ['Ctrl Enter'], does: 'send a dialog' }, { keys: ['Esc'], does: 'close' }, { keys: ['?'], does: 'these keys' },
] as const;
const held = { cursor: undefined as string | undefined, cursorAt: 0, returning: false };

/** Checks of people by people: what is due, whose it is, and what came of it. */
export function Checks(): JSX.Element {
  const { session } = useSession();
  const { value, problem, readAt, reload } = useResource<ChecksView>('/api/checks');
  const [view, setView] = useState<ViewName>('due');
  const [opened, setOpened] = useState<string>();
  const mayCorrect = session.may.includes('correct-records');
  const [asked, setAsked] = useState<'keys' | 'begin' | 'correction'>();
  const rows = useMemo(() => (value?.rows ?? []).filter((row) => VIEWS.find(({ name }) => name === view)!.holds(row, session.user)), [value, view]);
  const { cursor, put, move } = useCursor(rows.map(({ id }) => id), held);
  useEffect(() => { document.title = 'Checks · Farmwatch'; }, []);
  useEffect(() => {
    const left = value && leftBehind(session.user);
    if (left?.what === 'check') setOpened(left.id);
    if (left?.what === 'correction' && mayCorrect) setAsked('correction');
  }, [value !== undefined]);
  useKeys({
    'j': () => move(1), 'ArrowDown': () => move(1), 'k': () => move(-1), 'ArrowUp': () => move(-1), 'Enter': () => { if (cursor !== undefined && rows.length > 0) setOpened(cursor); },
    'n': () => { if (value) setAsked('begin'); }, '?': () => setAsked('keys'), ...Object.fromEntries(VIEWS.map(({ name }, nth) => [String(nth + 1), () => setView(name)])),
  });
  const done = (): void => setAsked(undefined);
  const overdue = value?.rows.filter((row) => isOverdue(row, value.at)).length ?? 0;

  return (
    <Frame here={CHECKS} simulated={value?.simulated ?? session.demo}>
      <header class="top">
        <div><h1>Checks</h1><p>{value ? `${counted(value.rows.filter(isToDo).length, 'check')} to be done${overdue > 0 ? `, ${overdue} of them overdue` : ''}. ` : ''}People check people: the same for everybody, with notice, and whatever comes of it counts both ways.</p></div>
        {value && <div class="btns"><button class="btn" type="button" aria-haspopup="dialog" onClick={() => setAsked('begin')}>Begin for a cohort… <kbd aria-hidden="true">n</kbd></button>{mayCorrect && <button class="btn" type="button" aria-haspopup="dialog" onClick={() => setAsked('correction')}>Write a correction…</button>}</div>}
      </header>
      {value && problem && readAt !== undefined && <Stale what="the checks" readAt={readAt} now={Date.now()} problem={problem} onTry={reload} />}
      {!value && problem && <Failed problem={problem} what="Checks" whose="Checks are for analysts and for HR." session={session} onTry={reload} />}
      {!value && !problem && <Loading what="checks" rows={6} />}
      {value && (
        <>
          <div class="bulk" role="group" aria-label="Views">
            {VIEWS.map(({ name, says, holds }) => <button key={name} class="btn plain" type="button" aria-pressed={view === name} onClick={() => setView(name)}>{says} <span class="faint">{value.rows.filter((row) => holds(row, session.user)).length}</span></button>)}
          </div>
          {rows.length === 0 ? <Nothing of={value} view={view} /> : <Table rows={rows} at={value.at} cursor={cursor} onCursor={put} onOpen={setOpened} seesCases={session.role !== 'hr'} />}
          <p class="small soft after">{value.documents}{value.stages.length > 0 && ` The company’s rule asks for checks at: ${value.stages.join(', ')}.`}</p>
          <KeyFoot lines={FOOT} onAll={() => setAsked('keys')} />
        </>
      )}
      {opened !== undefined && <CheckPanel key={opened} id={opened} onClose={() => setOpened(undefined)} />}
      {asked === 'keys' && <KeyHelp lines={ALL} onClose={done} />}
      {asked === 'begin' && value && <BeginDialog kinds={value.kinds} whom={{ cohorts: value.cohorts }} documents={value.documents} onClose={done} />}
      {asked === 'correction' && <CorrectionDialog onClose={done} />}
    </Frame>
  );
}

function Nothing({ of, view }: { readonly of: ChecksView; readonly view: ViewName }): JSX.Element {
  if (view === 'mine') return <Empty lead="You have taken no check.">{counted(of.rows.filter(isToDo).length, 'check')} to be done, of which none is yours.</Empty>;
  if (view === 'done') return <Empty lead="No check was finished in the last 30 days.">Older ones are kept, and not listed here.</Empty>;
  return (
    <Empty lead="No check is due.">
      {of.stages.length === 0 ? 'The company has no rule of stages (checks.stages of the configuration), so checks begin by hand: out of a case, or for a cohort.' : `The rule asks for checks at ${of.stages.join(', ')}; nobody is within two weeks of one.`} Nobody is suspect for not having been checked.
    </Empty>
  );
}

function Table({ rows, at, cursor, onCursor, onOpen, seesCases }: { readonly rows: readonly CheckRow[]; readonly at: number; readonly cursor: string | undefined; readonly onCursor: (id: string) => void; readonly onOpen: (id: string) => void; readonly seesCases: boolean }): JSX.Element {
  return (
    <Scroll label="Checks">
      <table class="list checks">
        <caption class="unseen">{counted(rows.length, 'check')}, the soonest due first.</caption>
        <thead><tr><th scope="col">Check</th><th scope="col">Whom</th><th scope="col">From</th><th scope="col">By</th><th scope="col">State</th><th scope="col">Owner</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-row={row.id} class={row.id === cursor ? 'is-at' : ''} onClick={() => onCursor(row.id)}>
              <th scope="row"><button class="linkish strong" type="button" data-cursor="" aria-haspopup="dialog" onFocus={() => onCursor(row.id)} onClick={() => onOpen(row.id)}>{row.title}</button></th>
              <td class="nowrap">{row.person}</td>
              <td>{seesCases && row.case !== undefined ? <a href={caseHref(row.case)}>{row.from}</a> : row.from}</td>
              <td class="nowrap">{daySays(row.due)}</td>
              <td class="nowrap">{isOverdue(row, at) && row.state === 'open' ? <b class="ask">◇ overdue</b> : stateSays(row, at)} {isToDo(row) && <small class="faint">{stepsSay(row)}</small>}</td>
              <td>{row.owner ?? <span class="faint">nobody yet</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
