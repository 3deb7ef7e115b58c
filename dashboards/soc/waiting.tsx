import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { QueueView, WaitingActsView } from '../../src/api/contract.ts';
import { leftBehind } from '../drafts.ts';
import { useResource } from '../resource.ts';
import { caseHref, navigate } from '../router.ts';
import { useSession } from '../session.ts';
import { age, counted } from '../kit/format.ts';
import { KeyFoot, KeyHelp } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading, Stale } from '../kit/states.tsx';
import { When } from '../kit/when.tsx';
import { desk } from './desk.ts';
import { Frame, WAITING } from './frame.tsx';
import { useCursor } from './use-cursor.ts';
import { WaitingDialog } from './waiting-dialog.tsx';
import { itemsOf, type Item } from './waiting-items.ts';

const FOOT = [{ keys: ['j', 'k'], does: 'move' }, { keys: ['Enter'], does: 'decide' }, { keys: ['o'], does: 'open the case' }, { keys: ['Esc'], does: 'back to the queue' }] as const;
const ALL = [
  { keys: ['j', 'k'], does: 'next, previous row; the arrow keys do the same' }, { keys: ['Enter'], does: 'let it go, confirm it, or leave it with a note' }, { keys: ['o'], does: 'open the case' },
  { keys: ['g', 'q'], does: 'queue' }, { keys: ['Ctrl Enter'], does: 'in the dialog: let it go, or confirm it' }, { keys: ['Esc'], does: 'close; back to the queue' }, { keys: ['?'], does: 'these keys' },
] as const;

/** What this page remembers while the reader is on another one. */
const held = { cursor: undefined as string | undefined, cursorAt: 0, returning: false };

/** What IT staff and other analysts cannot do without a word from here. */
export function WaitingPage(): JSX.Element {
  const { session } = useSession();
  const { value, problem, readAt, reload } = useResource<WaitingActsView>('/api/device-acts/waiting');
  const simulated = useResource<QueueView>('/api/queue').value?.simulated;
  const [asked, setAsked] = useState<'keys' | string>();
  const items = useMemo(() => (value ? itemsOf(value) : []), [value]);
  const { cursor, put, move } = useCursor(items.map(({ id }) => id), held);
  const at = items.find(({ id }) => id === cursor);
  const chosen = items.find(({ id }) => id === asked);
  useEffect(() => { document.title = 'Waiting for a word · Farmwatch'; }, []);
  useEffect(() => {
    const left = value && leftBehind(session.user);
    if (left?.what === 'waiting') setAsked(left.id);
  }, [value !== undefined]);

  const decide = (item: Item | undefined): void => { if (item) setAsked(item.id); };
  useKeys({
    'j': () => move(1), 'ArrowDown': () => move(1), 'k': () => move(-1), 'ArrowUp': () => move(-1), 'Enter': () => decide(at),
    'o': () => { const [first] = at?.cases ?? []; if (first) navigate(caseHref(first.id)); }, '?': () => setAsked('keys'), 'Escape': () => navigate(desk.queueHref), 'g q': () => navigate(desk.queueHref),
  });
  const done = (): void => setAsked(undefined);

  return (
    <Frame here={WAITING} simulated={simulated ?? session.demo}>
      <header class="top"><div><h1>Waiting for a word</h1><p>Contacts about laptops and checks of people in open cases, moves with approval, and entries for the allow-list. None of them counts before somebody here lets it go.</p></div></header>
      {value && problem && readAt !== undefined && <Stale what="what waits" readAt={readAt} now={Date.now()} problem={problem} onTry={reload} />}
      {!value && problem && <Failed problem={problem} what="What waits for a word" session={session} onTry={reload} />}
      {!value && !problem && <Loading what="what waits" rows={4} />}
      {value && items.length === 0 && <Empty lead="Nothing waits for a word.">IT staff have asked for no contact about a laptop in an open case, and no move or entry for the allow-list wants a second person. That says nothing about the cases themselves.</Empty>}
      {items.length > 0 && <Table items={items} cursor={cursor} onCursor={put} onDecide={decide} />}
      <KeyFoot lines={FOOT} onAll={() => setAsked('keys')} />
      {asked === 'keys' && <KeyHelp lines={ALL} onClose={done} />}
      {chosen && <WaitingDialog key={chosen.id} item={chosen} onClose={done} />}
    </Frame>
  );
}

function Table({ items, cursor, onCursor, onDecide }: { readonly items: readonly Item[]; readonly cursor: string | undefined; readonly onCursor: (id: string) => void; readonly onDecide: (item: Item) => void }): JSX.Element {
  return (
    <Scroll label="What waits">
      <table class="list waiting">
        <caption class="unseen">{counted(items.length, 'thing')} waiting for a word, longest first.</caption>
        <thead><tr><th scope="col">What is wanted</th><th scope="col">About</th><th scope="col">Case</th><th scope="col">Waits</th><th scope="col">Asked by</th><th scope="col"><span class="unseen">Decide</span></th></tr></thead>
        <tbody>{items.map((item) => <Row key={item.id} item={item} isAt={item.id === cursor} onCursor={onCursor} onDecide={onDecide} />)}</tbody>
      </table>
    </Scroll>
  );
}

function Row({ item, isAt, onCursor, onDecide }: { readonly item: Item; readonly isAt: boolean; readonly onCursor: (id: string) => void; readonly onDecide: (item: Item) => void }): JSX.Element {
  return (
    <tr data-row={item.id} class={isAt ? 'is-at' : ''} onClick={() => onCursor(item.id)}>
      <th scope="row">
        <button class="linkish strong" type="button" data-cursor="" aria-haspopup="dialog" onFocus={() => onCursor(item.id)} onClick={() => onDecide(item)}>{item.wants}</button>
        <small class="faint">{item.more}</small>
        {item.notes.map(({ at, by, text }) => <small key={`${at} ${by}`}><span class="faint">{by}: </span>{text}</small>)}
      </th>
      <td class="nowrap">{item.person ?? <span class="faint">–</span>}</td>
      <td>{item.cases.length === 0 ? <span class="faint">no open case</span> : item.cases.map(({ id, owner }) => <span class="fam-part" key={id}><a href={caseHref(id)}>{id}</a>{owner !== undefined && <small class="faint"> {owner}</small>}</span>)}</td>
      <td class="nowrap"><When at={item.at} zone={undefined} short /> <small class="faint">{age(Date.now() - item.at)}</small></td>
      <td>{item.by}</td>
      <td class="act-cell">{item.refused === undefined ? <button class="btn low" type="button" onClick={() => onDecide(item)}>{item.verb}…<span class="unseen"> {item.wants}</span></button> : <small class="faint">{item.refused}</small>}</td>
    </tr>
  );
}
