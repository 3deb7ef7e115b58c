import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AskLine, CaseView, QueueView } from '../../src/api/contract.ts';
import { CaseChecks } from '../checks/case-checks.tsx';
import { leftBehind } from '../drafts.ts';
import { CaseResponse } from '../response/case-response.tsx';
import { useResource } from '../resource.ts';
import { caseHref, navigate } from '../router.ts';
import { useSession } from '../session.ts';
import { AskDialog } from '../reveals/ask-dialog.tsx';
import { CaseReveal, useOwnReveal } from '../reveals/case-reveal.tsx';
import { useChance } from '../kit/chance.tsx';
import { KeyFoot, KeyHelp } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { say } from '../kit/live-region.tsx';
import { Empty, Failed, Loading, Stale } from '../kit/states.tsx';
import { USUAL_EDGES } from '../kit/words.ts';
import { perform } from './acts.ts';
import { AskFirst } from './ask-first.tsx';
import { askedNote } from './ask-lines.ts';
import { Asks } from './asks.tsx';
import { CaseHead, nameOf } from './case-head.tsx';
import { CaseSide } from './case-side.tsx';
import { CaseWaiting } from './case-waiting.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { desk } from './desk.ts';
import { CaseExports } from '../exports/case-exports.tsx';
import { Frame, type Anchor } from './frame.tsx';
import { Innocent } from './innocent.tsx';
import { NoteDialog } from './note-dialog.tsx';
import { Corrections } from '../rights/corrections.tsx';
import { Notes } from './notes.tsx';
import { PeopleSums } from './people-sums.tsx';
import { RawRows } from './raw-rows.tsx';
import { Similar } from './similar.tsx';
import { printedLines, type PrintedLine } from './sum-scale.ts';
import { Sum } from './sum.tsx';
import { Ties } from './ties.tsx';
import { Timeline } from './timeline.tsx';

const ANCHORS: readonly Anchor[] = [
  { id: 'sum', says: 'The sum' }, { id: 'questions', says: 'Clear or confirm' }, { id: 'innocent', says: 'Innocent reasons' },
  { id: 'time', says: 'Time line' }, { id: 'links', says: 'Who, where, with what' }, { id: 'checks', says: 'Checks' }, { id: 'response', says: 'Response' }, { id: 'similar', says: 'Similar cases' }, { id: 'exports', says: 'Exports' }, { id: 'notes', says: 'Comments' },
];
/** Sections that one watched person has not. */
const OF_CASES: ReadonlySet<string> = new Set(['checks', 'response', 'similar', 'exports', 'notes']);
const FOOT = [
  { keys: ['t'], does: 'time line' }, { keys: ['e'], does: 'raw events' }, { keys: ['a'], does: 'take' }, { keys: ['s'], does: 'close' }, { keys: ['c'], does: 'comment' },
  { keys: ['r'], does: 'who is this' }, { keys: ['[', ']'], does: 'previous, next case' }, { keys: ['%'], does: 'chance' }, { keys: ['Esc'], does: 'back to the row' },
] as const;
const ALL = [
  { keys: ['j', 'k'], does: 'next, previous line of the sum' }, { keys: ['Enter'], does: 'open or close the line' }, { keys: ['e'], does: 'raw events of the line' },
  { keys: ['t'], does: 'time line' }, { keys: ['[', ']'], does: 'previous, next case' }, { keys: ['a'], does: 'take' }, { keys: ['s'], does: 'set the status: close with a reason' },
  { keys: ['1', '5'], does: 'in the closing dialog: the reason, first to fifth' }, { keys: ['c'], does: 'comment' }, { keys: ['r'], does: 'who is this: ask to see names' }, { keys: ['%'], does: 'show or hide chances' }, { keys: ['/'], does: 'search the queue' },
  { keys: ['g', 'q'], does: 'queue' }, { keys: ['g', 'w'], does: 'what waits for a word' }, { keys: ['Ctrl Enter'], does: 'send a dialog' }, { keys: ['Esc'], does: 'close; back to the row of the queue' }, { keys: ['?'], does: 'these keys' },
] as const;

type Asked = { readonly what: 'keys' | 'close' | 'reopen' | 'reveal' } | { readonly what: 'note'; readonly text: string } | { readonly what: 'rows'; readonly line: PrintedLine };

/** One case, or one watched person: the sum, what to ask, and everything it rests on. */
export function CasePage({ kind, id }: { readonly kind: 'case' | 'person'; readonly id: string }): JSX.Element {
  const { session } = useSession();
  const base = `/api/${kind === 'case' ? 'cases' : 'people'}/${encodeURIComponent(id)}`;
  const { value, problem, readAt, reload } = useResource<CaseView>(base);
  // On the page of one person nothing is taken or closed; a case that names them has a page of its own.
  const of = useMemo(() => (value && kind === 'person' ? { ...value, status: 'watched' as const } : value), [value, kind]);
  const queue = useResource<QueueView>('/api/queue').value;
  const chance = useChance();
  const [chosen, setChosen] = useState<string>();
  const [asked, setAsked] = useState<Asked>();
  const [refused, setRefused] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [checked, setChecked] = useState<AskLine>();
  const top = useRef<HTMLDivElement>(null);

  const person = of?.people.find((one) => one.id === chosen) ?? of?.people[0];
  const lines = useMemo(() => (person ? printedLines(person) : []), [person]);
  const isOpen = of?.status === 'open';
  const isWorker = session.may.includes('work-cases');
  const mayAsk = session.may.includes('ask-reveal');
  const isCase = of !== undefined && of.status !== 'watched';

  useEffect(() => { document.title = `${of ? `${nameOf(of)}: ${of.title}` : 'Case'} · Farmwatch`; }, [of]);
  // A new page begins at its top, for eyes and for screen readers.
  const isHere = of !== undefined;
  useEffect(() => {
    if (!isHere) return;
    scrollTo(0, 0);
    top.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    desk.cursor = id;
  }, [isHere]);

  // What somebody was writing when their sign-in ended is before them again.
  useEffect(() => {
    const left = isHere ? leftBehind(session.user, id) : undefined;
    if (left?.what === 'reveal') setAsked({ what: 'reveal' });
    if (left?.what === 'close' || left?.what === 'reopen') setAsked({ what: left.what });
    if (left?.what === 'note') setAsked({ what: 'note', text: '' });
  }, [isHere]);

  // Whichever way leads back to the queue, the reader comes back to this row.
  useLayoutEffect(() => () => { desk.returning = true; }, []);

  const act = async (what: 'take' | 'release'): Promise<void> => {
    if (!of || busy) return;
    if (!isOpen) return say('Only an open case can be taken.');
    if (what === 'take' && of.owner === session.user) return say('You have this case already.');
    setBusy(true);
    const answer = await perform(session, of.id, { kind: what, revision: of.revision });
    setBusy(false);
    setRefused(answer.ok ? undefined : answer.problem.message);
  };
  const back = (): void => navigate(desk.queueHref);
  const rowsOf = (line: PrintedLine | undefined): void => {
    if (line?.finding === undefined) return say('There are no raw events behind this line.');
    setAsked({ what: 'rows', line });
  };
  const rows = (): void => {
    const here = document.activeElement?.closest('[data-finding]')?.getAttribute('data-finding') ?? document.activeElement?.closest('[data-rows]')?.getAttribute('data-rows');
    // Without a line under the focus it is the one that is open, else the heaviest: the first that the sum shows.
    const shown = (document.querySelector('#sum .inside [data-finding]') ?? document.querySelector('#sum [data-finding]'))?.getAttribute('data-finding');
    rowsOf(lines.find(({ finding }) => finding !== undefined && finding === (here ?? shown)));
  };
  const moveLine = (by: number): void => {
    const buttons = [...document.querySelectorAll<HTMLElement>('#sum .opens')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const next = buttons[Math.max(0, Math.min(buttons.length - 1, at + by))];
    next?.focus({ preventScroll: true });
    next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
  };
  const toTime = (): void => {
    document.getElementById('time')?.scrollIntoView({ block: 'start' });
    document.getElementById('t-h')?.focus({ preventScroll: true });
  };
  const step = (to: string | undefined): void => {
    if (to === undefined) say('There is no further case on this side.');
    else navigate(caseHref(to));
  };

  const mayReveal = of !== undefined && person !== undefined && mayAsk && of.status !== 'merged';
  const reveal = useOwnReveal(mayReveal ? nameOf(of) : undefined);
  useKeys({
    'j': () => moveLine(1), 'k': () => moveLine(-1), 'e': rows, 't': toTime, '%': chance.toggle,
    '[': () => step(of?.position.previous), ']': () => step(of?.position.next),
    'a': () => { void act('take'); },
    's': () => (isOpen ? setAsked({ what: 'close' }) : say('Only an open case can be closed.')),
    'c': () => (isCase ? setAsked({ what: 'note', text: '' }) : say('Comments belong to cases.')),
    // Where somebody may ask, the note that knows what they asked already has this key.
    ...(mayReveal ? {} : { 'r': () => say(mayAsk ? 'There is nobody here to ask about.' : 'Your role does not ask who somebody is.') }),
    '?': () => setAsked({ what: 'keys' }), 'Escape': back, 'g q': back, 'g w': () => navigate('/waiting'),
    '/': () => { desk.searching = true; navigate(desk.queueHref); },
  });

  const done = (): void => setAsked(undefined);
  const onAsked = isOpen && person ? (ask: AskLine): void => setAsked({ what: 'note', text: `${askedNote(person.name, ask)} ` }) : undefined;
  const edges = of?.bandEdges ?? queue?.bandEdges ?? USUAL_EDGES;
  const waitingFor = queue?.rows.find((row) => row.id === id)?.waitingFor;

  return (
    <Frame here={kind === 'case' ? `Case ${id}` : person?.name ?? 'One person'} anchors={person ? ANCHORS.filter(({ id: anchor }) => isCase || !OF_CASES.has(anchor)) : []} simulated={of?.simulated ?? session.demo}>
      <div ref={top}>
        {!of && !problem && <Loading what={kind === 'case' ? `case ${id}` : 'this person'} />}
        {!of && <h1 class="unseen">{kind === 'case' ? `Case ${id}` : id}</h1>}
        {!of && problem && <Failed problem={problem} what={kind === 'case' ? `Case ${id}` : 'This page'} session={session} onTry={reload} />}
        {of && problem && readAt !== undefined && <Stale what="the case" readAt={readAt} now={Date.now()} problem={problem} onTry={reload} />}
        {of && (
          <CaseHead
            of={of} user={session.user} asOf={queue?.asOf ?? of.updatedAt} busy={busy}
            onTake={() => { void act('take'); }} onRelease={() => { void act('release'); }} onNote={() => setAsked({ what: 'note', text: '' })} onClose={() => setAsked({ what: 'close' })} onReopen={() => setAsked({ what: 'reopen' })}
            onWho={reveal.isKnown && reveal.mine === undefined ? () => setAsked({ what: 'reveal' }) : undefined}
          />
        )}
        {refused !== undefined && <section class="note" role="alert"><span aria-hidden="true">◇</span><p>{refused}</p><button class="btn" type="button" onClick={() => setRefused(undefined)}>Close</button></section>}
        {of && mayReveal && reveal.isKnown && <CaseReveal mine={reveal.mine} onAsk={() => setAsked({ what: 'reveal' })} />}
        {isCase && isWorker && <CaseWaiting id={id} />}
        {of && !person && <Empty lead="Nobody of this case is in scope any more.">Their first months are over, or they are no longer on the people list. The history stays under the address of the case.</Empty>}
        {of && person && (
          <>
            <PeopleSums people={of.people} chosen={person.id} onChoose={setChosen} />
            <div class="case-cols">
              <AskFirst person={person} />
              <Sum person={person} edges={edges} prior={of.prior} onRows={rowsOf} />
              <CaseSide of={of} person={person} edges={edges} waitingFor={waitingFor} />
            </div>
            <Asks of={of} person={person} edges={edges} onAsked={onAsked} onCheck={isOpen ? setChecked : undefined} />
            <Innocent person={person} />
            <Timeline base={base} person={person} />
            <Ties ties={of.ties} people={of.people} />
            {isCase && <CaseChecks of={of} person={person} asked={checked?.check} onAsked={() => setChecked(undefined)} />}
            {isCase && <CaseResponse of={of} />}
            {isCase && <Similar id={of.id} />}
            {isCase && isWorker && <CaseExports id={of.id} />}
            <Corrections of={isCase ? 'cases' : 'people'} id={of.id} />
            <Notes of={of} onNote={() => setAsked({ what: 'note', text: '' })} />
          </>
        )}
        {of && <KeyFoot lines={FOOT} onAll={() => setAsked({ what: 'keys' })} />}
      </div>
      {asked?.what === 'keys' && <KeyHelp lines={ALL} onClose={done} />}
      {asked?.what === 'reveal' && of && <AskDialog about={nameOf(of)} people={of.people.map(({ name }) => name)} onClose={done} />}
      {asked?.what === 'close' && of && <CloseDialog of={of} onClose={done} />}
      {asked?.what === 'reopen' && of && <NoteDialog of={of} kind="reopen" onClose={done} />}
      {asked?.what === 'note' && of && <NoteDialog of={of} kind="note" text={asked.text} onClose={done} />}
      {asked?.what === 'rows' && person && <RawRows key={asked.line.finding} person={person} line={asked.line} onClose={done} />}
    </Frame>
  );
}
