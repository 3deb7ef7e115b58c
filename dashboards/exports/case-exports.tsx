import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ExportRequestView, ExportsView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { say } from '../kit/live-region.tsx';
import { When } from '../kit/when.tsx';
import { AskExportDialog } from './ask-dialog.tsx';
import { fileOf, sendBundle, titleOf } from './requests.ts';

/** What of a case may leave the company: asked for here, approved by HR and legal, then taken from here. */
export function CaseExports({ id }: { readonly id: string }): JSX.Element {
  const { value, problem, reload } = useResource<ExportsView>(`/api/cases/${encodeURIComponent(id)}/exports`);
  const [asks, setAsks] = useState(false);
  return (
    <section class="block" id="exports" aria-labelledby="exports-h">
      <header>
        <h2 id="exports-h">Exports</h2>
        <p>Nothing leaves before HR and legal approved it with another account. A sheet and a pack name people and machines; a STIX bundle names none.</p>
      </header>
      {problem && !value && <p class="small">What was asked for cannot be read. {problem.message} <button class="linkish" type="button" onClick={reload}>Try now</button></p>}
      {value?.requests.length === 0 && <p>Nobody has asked that anything of this case leaves.</p>}
      {value && value.requests.length > 0 && <ul class="exports">{value.requests.map((one) => <Asked key={one.id} of={one} />)}</ul>}
      <p class="btns"><button class="btn" type="button" disabled={!value} onClick={() => setAsks(true)}>Ask for an export…</button></p>
      {asks && value && <AskExportDialog id={id} collections={value.collections} onClose={(sent) => { setAsks(false); if (sent) reload(); }} />}
    </section>
  );
}

function Asked({ of }: { readonly of: ExportRequestView }): JSX.Element {
  return (
    <li>
      <b><bdi>{titleOf(of)}</bdi></b> <span class="small faint">asked by <bdi>{of.by}</bdi>, <When at={of.at} zone={undefined} />: <bdi>{of.why}</bdi></span>
      {of.approved ? <Approved of={of} /> : <div>Waits for HR and legal.</div>}
      {of.held.map((word) => <div key={word.at} class="small"><bdi>{word.by}</bdi>, <When at={word.at} zone={undefined} />: <bdi>{word.note}</bdi></div>)}
    </li>
  );
}

function Approved({ of }: { readonly of: ExportRequestView }): JSX.Element {
  const { session } = useSession();
  const [said, setSaid] = useState<string>();
  const busy = useRef(false);
  const send = async (): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setSaid('Sending…');
    const answer = await sendBundle(session, of.id);
    busy.current = false;
    const text = answer.ok ? `${of.to} took ${answer.value.taken} objects${answer.value.known > 0 ? `, had ${answer.value.known} already` : ''}${answer.value.refused > 0 ? ` and refused ${answer.value.refused}` : ''}.` : answer.problem.message;
    setSaid(text);
    say(text);
  };
  return (
    <div>
      Approved by <bdi>{of.approved!.by}</bdi>, <When at={of.approved!.at} zone={undefined} />.{of.approved!.note !== undefined && <> <bdi>{of.approved!.note}</bdi></>}{' '}
      {of.what === 'share' ? <button class="btn" type="button" onClick={() => { void send(); }}>Send it</button> : <a class="btn" href={fileOf(of.id)} download="" target="_self">Download<span class="unseen"> {of.says}</span></a>}
      {said !== undefined && <div class="small" role="status">{said}</div>}
    </div>
  );
}
