import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AuditRow, AuditView, Role } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { toSearch } from '../kit/focus.ts';
import { counted } from '../kit/format.ts';
import { KeyFoot, KeyHelp, type KeyLine } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading, Stale } from '../kit/states.tsx';
import { When } from '../kit/when.tsx';
import { ROLE_SAYS } from '../kit/words.ts';
import { AUDIT, Frame } from '../soc/frame.tsx';

const KEYS: readonly KeyLine[] = [{ keys: ['/'], does: 'search what was done' }, { keys: ['?'], does: 'these keys' }];
const FROM = { page: 'on a page', command: 'by command', job: 'by a job' } as const satisfies Record<AuditRow['from'], string>;
type Filters = Readonly<Record<'who' | 'what' | 'person' | 'day', string>>;
const NONE: Filters = { who: '', what: '', person: '', day: '' };

/** Who looked at whom and changed what, and whether any of it was changed since. */
export function AuditPage(): JSX.Element {
  const { session } = useSession();
  const [typed, setTyped] = useState(NONE);
  const [filters, setFilters] = useState(NONE);
  const [before, setBefore] = useState<number>();
  const [isWhole, setWhole] = useState(false);
  const [helps, setHelps] = useState(false);
  const asked = queryOf(filters);
  const { value, problem, readAt, reload } = useResource<AuditView>(`/api/audit${withQuery([...asked, ...before === undefined ? [] : [['before', String(before)] as const], ...isWhole ? [['whole', 'yes'] as const] : []])}`);
  useEffect(() => { document.title = 'Audit · Farmwatch'; }, []);
  useKeys({ '/': () => toSearch(document.querySelector<HTMLInputElement>('#audit-what')), '?': () => setHelps(true) });
  const search = (next: Filters): void => {
    setTyped(next);
    setFilters(next);
    setBefore(undefined);
  };
  return (
    <Frame here={AUDIT} simulated={session.demo}>
      <header class="top"><div>
        <h1>Who did what</h1>
        <p class="lead">Every look at a person and every change, the newest first. What was read or written is not here. Reading this page is written down too.</p>
      </div></header>
      {value && problem && readAt !== undefined && <Stale what="the audit" readAt={readAt} now={Date.now()} problem={problem} isReadOnly onTry={reload} />}
      {value && <Chain of={value} onWhole={() => (isWhole ? reload() : setWhole(true))} />}
      {(value || asked.length > 0) && <Search typed={typed} who={value?.who ?? []} says={value ? counted(value.total, 'entry', 'entries') : ''} onType={setTyped} onSearch={search} csv={`/api/audit.csv${withQuery(asked)}`} />}
      {value ? <Rows of={value} isFiltered={asked.length > 0} onOlder={setBefore} onNewest={before === undefined ? undefined : () => setBefore(undefined)} /> : problem ? <Failed problem={problem} what="The audit" whose="Who did what is for the privacy officer and for auditors." session={session} onTry={reload} /> : <Loading what="the audit" rows={12} />}
      <KeyFoot lines={KEYS.slice(0, 1)} onAll={() => setHelps(true)} />
      {helps && <KeyHelp lines={KEYS} onClose={() => setHelps(false)} />}
    </Frame>
  );
}

const queryOf = (filters: Filters): readonly (readonly [string, string])[] => Object.entries(filters).filter(([, value]) => value.trim() !== '');
const withQuery = (asked: readonly (readonly [string, string])[]): string => (asked.length === 0 ? '' : `?${new URLSearchParams(asked.map(([name, value]) => [name, value]))}`);

/** Whether the chain is whole, and who else knows its newest hash. */
function Chain({ of: { chain, anchor, anchorsProblem }, onWhole }: { readonly of: AuditView; readonly onWhole: () => void }): JSX.Element {
  const { fault, newest, entries } = chain;
  return (
    <>
      {fault && (
        <section class="note" role="alert">
          <span aria-hidden="true">◆</span>
          <p><b>Entry {fault.n} does not fit: {fault.why}.</b> Entries up to {fault.n - 1} fit. Keep a copy of the store as it is, and find out who could write to it.</p>
        </section>
      )}
      {anchorsProblem !== undefined && <section class="note"><span aria-hidden="true">◇</span><p><b>The file of anchors cannot be read.</b> {anchorsProblem}</p></section>}
      <section class="block">
        <header><h2>Is it what was written?</h2></header>
        <dl class="facts">
          <dt>Chain</dt>
          <dd>
            {fault ? `broken at entry ${fault.n}` : `all ${counted(entries, 'entry', 'entries')} fit the hashes`}, computed <When at={chain.wholeAt} zone="UTC" />
            {chain.wholeAt < chain.checkedAt && <>; those since then, and those shown here, once more <When at={chain.checkedAt} zone="UTC" /></>} <button class="btn low" type="button" onClick={onWhole}>Compute all of it now</button>
          </dd>
          <dt>Newest hash</dt>
          <dd>{newest ? <code class="hash">{newest.hash}</code> : 'none yet'}</dd>
          <dt>Outside</dt>
          <dd><Outside anchor={anchor} entries={entries} fitting={chain.anchors} /></dd>
        </dl>
      </section>
    </>
  );
}

function Outside({ anchor, entries, fitting }: { readonly anchor: AuditView['anchor']; readonly entries: number; readonly fitting: number }): JSX.Element {
  if (!anchor) return <>Nothing was anchored yet. Until then, rows taken from the end would not show.</>;
  const since = entries - anchor.n;
  return (
    <>
      {anchor.to.length === 0 ? 'The last anchor is in this store alone, where it proves little: name a file under audit.anchors. ' : `The last anchor went to ${anchor.to.join(', ')}. `}
      It is of <When at={anchor.at} zone="UTC" /> and entry {anchor.n}; {since <= 0 ? 'nothing is newer' : `the ${counted(since, 'entry', 'entries')} since then ${since === 1 ? 'waits' : 'wait'} for the next`}.
      {fitting > 0 && ` ${counted(fitting, 'anchor')} of the file ${fitting === 1 ? 'was' : 'were'} held against the chain.`}
    </>
  );
}

function Search({ typed, who, says, csv, onType, onSearch }: {
  readonly typed: Filters; readonly who: readonly string[]; readonly says: string; readonly csv: string; readonly onType: (filters: Filters) => void; readonly onSearch: (filters: Filters) => void;
}): JSX.Element {
  const field = (name: keyof Filters, label: string, more: JSX.IntrinsicElements['input']): JSX.Element => (
    <label class="audit-field">{label}<input class="field" id={`audit-${name}`} value={typed[name]} maxLength={200} {...more} onInput={(event) => onType({ ...typed, [name]: event.currentTarget.value })} /></label>
  );
  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => { event.preventDefault(); onSearch(typed); }}>
      {field('who', 'Who', { list: 'audit-names', placeholder: 'account' })}
      <datalist id="audit-names">{who.map((name) => <option key={name} value={name} />)}</datalist>
      {field('what', 'What', { placeholder: 'case, export, refused' })}
      {field('person', 'About', { placeholder: 'Heron-417' })}
      {field('day', 'Day, UTC', { type: 'date' })}
      <span class="btns"><button class="btn" type="submit">Search</button><button class="btn plain" type="button" onClick={() => onSearch(NONE)}>Show all</button><a class="btn plain" href={csv} download="audit.csv" target="_self">As CSV</a></span>
      <span class="push faint" role="status">{says}</span>
    </form>
  );
}

function Rows({ of, isFiltered, onOlder, onNewest }: { readonly of: AuditView; readonly isFiltered: boolean; readonly onOlder: (before: number) => void; readonly onNewest: (() => void) | undefined }): JSX.Element {
  if (of.rows.length === 0) return <Empty acts={onNewest && <button class="btn" type="button" onClick={onNewest}>Back to the newest</button>} lead={isFiltered ? 'Nothing like this was done.' : 'Nobody has done anything yet.'}>{counted(of.chain.entries, 'entry was', 'entries were')} looked through.</Empty>;
  const last = of.rows.at(-1)!;
  return (
    <>
      <Scroll label="Entries">
        <table class="plain-table audit">
          <caption class="unseen">Entries, the newest first</caption>
          <thead><tr><th scope="col" class="num">Entry</th><th scope="col">When, UTC</th><th scope="col">Who</th><th scope="col">Did</th><th scope="col">What it was about</th><th scope="col">People</th></tr></thead>
          <tbody>{of.rows.map((row) => <Row key={row.n} of={row} />)}</tbody>
        </table>
      </Scroll>
      <p class="btns">
        {of.more > 0 && <button class="btn" type="button" onClick={() => onOlder(last.n)}>{counted(of.more, 'older entry', 'older entries')}</button>}
        {onNewest && <button class="btn" type="button" onClick={onNewest}>Back to the newest</button>}
      </p>
    </>
  );
}

function Row({ of }: { readonly of: AuditRow }): JSX.Element {
  return (
    <tr>
      <td class="num">{of.n}</td>
      <td><When at={of.at} zone="UTC" bare />{of.clockBack !== undefined && <div class="small">clock set back: the entry before is of <When at={of.clockBack} zone="UTC" bare /></div>}</td>
      <th scope="row"><bdi>{of.by}</bdi><div class="small faint">{of.role === undefined ? '' : `${ROLE_SAYS[of.role as Role] ?? of.role}, `}{FROM[of.from]}</div></th>
      <td>{of.said}{of.refused !== undefined && <div class="small">{refusal(of)}</div>}</td>
      <td><About of={of} />{of.purpose !== undefined && <div class="small">Purpose: <bdi>{of.purpose}</bdi></div>}</td>
      <td>{of.people.length === 0 ? <span class="faint">{of.did === 'listed' ? 'everybody in the list' : 'nobody'}</span> : of.people.map((name) => <div key={name}><bdi>{name}</bdi></div>)}</td>
    </tr>
  );
}

function refusal({ did, refused }: AuditRow): string {
  return `${did === 'change' ? 'did not take place' : 'answered'}: ${REFUSALS[refused ?? 0] ?? refused}`;
}
const REFUSALS: Readonly<Record<number, string>> = { 400: 'it did not fit (400)', 401: 'not signed in (401)', 403: 'not for this role (403)', 404: 'not there (404)', 409: 'somebody else was first (409)', 429: 'too many (429)', 503: 'the store did not answer (503)' };

function About({ of: { id } }: { readonly of: AuditRow }): ComponentChildren {
  // No link: whoever watches over looks does not look themselves.
  return id === '' ? <span class="faint">nothing single</span> : <bdi>{id}</bdi>;
}
