import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ApprovalsView, ExportRequestView } from '../../src/api/contract.ts';
import { leftBehind } from '../drafts.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { counted } from '../kit/format.ts';
import { KeyFoot, KeyHelp, type KeyLine } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading, Stale } from '../kit/states.tsx';
import { When } from '../kit/when.tsx';
import { APPROVALS, Frame } from '../soc/frame.tsx';
import { ApprovalDialog } from './approval-dialog.tsx';
import { fileOf, titleOf } from './requests.ts';

const KEYS: readonly KeyLine[] = [{ keys: ['Ctrl', 'Enter'], does: 'in the dialog: let it leave' }, { keys: ['Esc'], does: 'close' }, { keys: ['?'], does: 'these keys' }];

/** What waits to leave the company, and what did. */
export function ApprovalsPage(): JSX.Element {
  const { value, problem, readAt, reload } = useResource<ApprovalsView>('/api/approvals');
  const { session } = useSession();
  const [helps, setHelps] = useState(false);
  const [reads, setReads] = useState<string>();
  useEffect(() => { document.title = 'Approvals · Farmwatch'; }, []);
  // What somebody was writing when their sign-in ended is before them again.
  useEffect(() => {
    const left = value && leftBehind(session.user);
    if (left?.what === 'approval') setReads(left.id);
  }, [value !== undefined]);
  useKeys({ '?': () => setHelps(true) });
  const waiting = value?.requests.filter(({ approved }) => !approved).toReversed() ?? [];
  const done = value?.requests.filter(({ approved }) => approved) ?? [];
  return (
    <Frame here={APPROVALS} simulated={session.demo}>
      <header class="top"><div>
        <h1>What may leave the company</h1>
        <p class="lead">Read it word for word, then let it leave or leave it with a note. Nobody approves what they asked for.</p>
      </div></header>
      {value && problem && readAt !== undefined && <Stale what="what waits" readAt={readAt} now={Date.now()} problem={problem} onTry={reload} />}
      {!value && (problem ? <Failed problem={problem} what="What may leave" whose="Approvals are for HR and legal." session={session} onTry={reload} /> : <Loading what="what may leave" rows={5} />)}
      {value && waiting.length === 0 && <Empty lead="Nothing waits to leave.">{done.length === 0 ? 'Nobody has asked that anything of a case leaves.' : `${counted(done.length, 'request was', 'requests were')} approved before.`}</Empty>}
      {waiting.length > 0 && <Waiting of={waiting} onRead={setReads} />}
      {done.length > 0 && <Done of={done} />}
      <KeyFoot lines={KEYS.slice(0, 1)} onAll={() => setHelps(true)} />
      {helps && <KeyHelp lines={KEYS} onClose={() => setHelps(false)} />}
      {reads !== undefined && <ApprovalDialog id={reads} onClose={(changed) => { setReads(undefined); if (changed) reload(); }} />}
    </Frame>
  );
}

function Waiting({ of, onRead }: { readonly of: readonly ExportRequestView[]; readonly onRead: (id: string) => void }): JSX.Element {
  return (
    <section class="block">
      <header><h2>{counted(of.length, 'request waits', 'requests wait')}</h2><p>The longest first.</p></header>
      <Scroll label="Requests that wait">
        <table class="plain-table approvals">
          <caption class="unseen">Requests that wait, the longest first</caption>
          <thead><tr><th scope="col">What, and for whom</th><th scope="col">Case</th><th scope="col">Asked by</th><th scope="col">Why</th><th scope="col"><span class="unseen">Decide</span></th></tr></thead>
          <tbody>{of.map((one) => (
            <tr key={one.id}>
              <th scope="row"><bdi>{titleOf(one)}</bdi>{one.held.map((word) => <div class="small" key={word.at}><bdi>{word.by}</bdi>, <When at={word.at} zone={undefined} />: <bdi>{word.note}</bdi></div>)}</th>
              <td>{one.caseId}</td>
              <td><bdi>{one.by}</bdi><div class="small faint"><When at={one.at} zone={undefined} /></div></td>
              <td><bdi>{one.why}</bdi></td>
              <td><button class="btn" type="button" onClick={() => onRead(one.id)}>{one.mine ? 'Read…' : 'Read and decide…'}<span class="unseen"> {one.says} of case {one.caseId}</span></button></td>
            </tr>
          ))}</tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Done({ of }: { readonly of: readonly ExportRequestView[] }): JSX.Element {
  return (
    <section class="block">
      <header><h2>Approved</h2><p>The newest first.</p></header>
      <Scroll label="Approved requests">
        <table class="plain-table approvals">
          <caption class="unseen">Approved requests, the newest first</caption>
          <thead><tr><th scope="col">What, and for whom</th><th scope="col">Case</th><th scope="col">Asked by</th><th scope="col">Approved by</th><th scope="col">File</th></tr></thead>
          <tbody>{of.map((one) => (
            <tr key={one.id}>
              <th scope="row"><bdi>{titleOf(one)}</bdi></th>
              <td>{one.caseId}</td>
              <td><bdi>{one.by}</bdi><div class="small faint"><When at={one.at} zone={undefined} /></div></td>
              <td><bdi>{one.approved!.by}</bdi><div class="small faint"><When at={one.approved!.at} zone={undefined} /></div></td>
              <td><a href={fileOf(one.id)} download="" target="_self">Download<span class="unseen"> {one.says} of case {one.caseId}</span></a></td>
            </tr>
          ))}</tbody>
        </table>
      </Scroll>
    </section>
  );
}
