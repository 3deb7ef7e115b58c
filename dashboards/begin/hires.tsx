import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { HireRow, HiresView, QueueView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { navigate } from '../router.ts';
import { useSession } from '../session.ts';
import { Cover } from '../kit/cover.tsx';
import { toSearch } from '../kit/focus.ts';
import { capital, count, counted, ownMomentWithYear } from '../kit/format.ts';
import { KeyFoot, KeyHelp, type KeyLine } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading, Stale } from '../kit/states.tsx';
import { Verdict } from '../kit/verdict.tsx';
import { VERDICT_SAYS } from '../kit/words.ts';
import { Frame, HIRES } from '../soc/frame.tsx';
import { hrefOfRow } from '../soc/queue-row.tsx';
import { QUESTIONS } from '../it/views.ts';

const KEYS: readonly KeyLine[] = [{ keys: ['/'], does: 'search' }, { keys: ['g', 'q'], does: 'queue' }, { keys: ['?'], does: 'these keys' }];
const ROWS_AT_FIRST = 200;

/** Everybody who is looked at, by pseudonym, with the laptop and what is known: the first table there is. */
export function Hires(): JSX.Element {
  const { session } = useSession();
  const { value, problem, readAt, reload } = useResource<HiresView>('/api/hires');
  const queue = useResource<QueueView>('/api/queue').value;
  const hrefs = useMemo(() => new Map((queue?.rows ?? []).toReversed().flatMap((row) => row.people.map(({ name }) => [name, hrefOfRow(row)] as const))), [queue]);
  const [isWhole, setWhole] = useState(false);
  const [helps, setHelps] = useState(false);
  const [asked, setAsked] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => { document.title = 'Hires · Farmwatch'; }, []);
  useKeys({ '/': () => toSearch(search.current), 'Escape': () => { if (document.activeElement === search.current) setAsked(''); }, 'g q': () => navigate('/'), '?': () => setHelps(true) });
  const found = value?.rows.filter((row) => isAskedFor(row, asked)) ?? [];
  const rows = isWhole ? found : found.slice(0, ROWS_AT_FIRST);
  return (
    <Frame here={HIRES} simulated={value?.simulated ?? session.demo}>
      <header class="top"><div><h1>Hires and their laptops</h1><p>{value ? headSays(value) : !problem && 'One moment.'}</p></div></header>
      {value && problem && readAt !== undefined && <Stale what="the hires" readAt={readAt} now={Date.now()} problem={problem} isReadOnly onTry={reload} />}
      {!value && (problem ? <Failed problem={problem} what="The list of hires" session={session} onTry={reload} /> : <Loading what="hires" rows={10} />)}
      {value && value.asOf === undefined && <Empty lead="Nobody has been looked at yet." acts={<a class="btn" href="/begin">Bring files</a>}>The first run follows the first files.</Empty>}
      {value && value.asOf !== undefined && value.rows.length === 0 && <Empty lead="Nobody is in their first months." acts={<a class="btn" href="/begin">Bring files</a>}>Looked at are people from two weeks before their first day until 90 days after it. The list of people on record names nobody of these.</Empty>}
      {value && value.rows.length > 0 && (
        <form class="filters" aria-label="Search" onSubmit={(event) => event.preventDefault()}>
          <label class="search"><span class="unseen">Search hires by name or where the laptop is</span><input ref={search} class="field" type="search" maxLength={200} placeholder="Hire, or where the laptop is" value={asked} onInput={(event) => setAsked(event.currentTarget.value)} /><kbd aria-hidden="true">/</kbd></label>
          {value.rows.length > 1 && <Verdicts rows={value.rows} asked={asked} onAsk={setAsked} />}
          {asked.trim() !== '' && <span class="push faint" role="status">{found.length} of {counted(value.rows.length, 'hire')}</span>}
        </form>
      )}
      {value && value.rows.length > 0 && found.length === 0 && <Empty lead="No hire in this list." acts={<button class="btn" type="button" onClick={() => setAsked('')}>All hires ({count(value.rows.length)})</button>}>None of these names, and none of these verdicts, holds “{asked.trim()}”.</Empty>}
      {rows.length > 0 && value && (
        <>
          {value.rows.every(({ dataThere }) => dataThere === 0) && <NoEvents isAdmin={session.may.includes('manage-accounts')} />}
          <Scroll label="Hires">
            <table class="list hires">
              <caption class="unseen">Hires, newest first, with their laptops and what is known of them</caption>
              <thead><tr><th scope="col">Hire</th><th scope="col" class="num">Day</th><th scope="col" class="num">Laptops</th><th scope="col">Where the laptop is</th><th scope="col">Data there</th><th scope="col">Dark</th></tr></thead>
              <tbody>{rows.map((row) => <Row key={row.name} of={row} href={hrefs.get(row.name)} />)}</tbody>
            </table>
          </Scroll>
          {found.length > rows.length && <p class="btns"><button class="btn" type="button" onClick={() => setWhole(true)}>Show {count(found.length - rows.length)} more</button></p>}
          <p class="small faint block-key">Day = days since the start date; a minus before it: has not started. Dark = of nine families of evidence, those of which no data came; nothing is known there, and nothing is clear. Whoever the queue names has a link to why; whoever is quiet has no page.</p>
        </>
      )}
      {value && <KeyFoot lines={KEYS.slice(0, 2)} onAll={() => setHelps(true)} />}
      {helps && <KeyHelp lines={KEYS} onClose={() => setHelps(false)} />}
    </Frame>
  );
}

const NO_LAPTOP = 'no laptop on record';

/** Verdicts that ask something, counted; one click leaves those alone in the list, and another brings all back. */
function Verdicts({ rows, asked, onAsk }: { readonly rows: readonly HireRow[]; readonly asked: string; readonly onAsk: (text: string) => void }): JSX.Element {
  const many = (of: HireRow['verdict']): number => rows.filter(({ verdict }) => verdict === of).length;
  const asking = [...QUESTIONS.map((verdict) => ({ says: VERDICT_SAYS[verdict], of: many(verdict) })), { says: NO_LAPTOP, of: many(undefined) }].filter(({ of }) => of > 0);
  return <>{asking.map(({ says, of }) => <button class="btn" type="button" key={says} aria-pressed={asked === says} onClick={() => onAsk(asked === says ? '' : says)}>{capital(says)} <b>{count(of)}</b></button>)}</>;
}

/** True where every word that was asked for is in the name or in what is said of the laptop. */
function isAskedFor({ name, verdict }: HireRow, asked: string): boolean {
  const text = `${name} ${verdict ? VERDICT_SAYS[verdict] : NO_LAPTOP}`.toLowerCase();
  return asked.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function Row({ of, href }: { readonly of: HireRow; /** Of the row of the queue that names them; absent for whoever is quiet. */ readonly href: string | undefined }): JSX.Element {
  return (
    <tr>
      <th scope="row">{href === undefined ? of.name : <a href={href}>{of.name}</a>}</th>
      <td class="num">{of.day < 0 ? `−${-of.day}` : of.day}</td>
      <td class="num">{of.laptops}</td>
      <td>{of.verdict ? <Verdict verdict={of.verdict} /> : <span class="faint">{NO_LAPTOP}</span>}</td>
      <td class="nowrap"><Cover of={of.dataThere} /></td>
      <td>{of.dark === 0 ? 'none' : `${of.dark} of 9`}</td>
    </tr>
  );
}

/** After the first list of people: what is missing is not clear, and what to bring next. */
function NoEvents({ isAdmin }: { readonly isAdmin: boolean }): JSX.Element {
  return (
    <section class="note dark-source" aria-label="No events yet">
      <svg aria-hidden="true"><use href="#v-dark" /></svg>
      <div>
        <p><b>Nothing has been seen of anybody yet.</b> These are people and laptops as your lists have them. Sign-ins and laptop check-ins tell where they are; until then nobody here is clear.</p>
        {isAdmin && <p><a href="/devices?view=all">The same laptops by serial number</a></p>}
      </div>
      <a class="btn" href="/begin">Bring sign-ins and check-ins</a>
    </section>
  );
}

function headSays({ rows, asOf }: HiresView): string {
  if (asOf === undefined) return 'Nothing has run yet.';
  const laptops = rows.reduce((sum, row) => sum + row.laptops, 0);
  return `${counted(rows.length, 'hire')} in their first months with ${counted(laptops, 'laptop')}, as of ${ownMomentWithYear(asOf)}.`;
}
