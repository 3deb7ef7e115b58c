import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { HoldsView, HoldView } from '../../src/api/contract.ts';
import { askHold, askRelease, confirmHold } from '../api.ts';
import { leftBehind, useDraft } from '../drafts.ts';
import { useResource } from '../resource.ts';
import { navigate } from '../router.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { CommonKeys } from '../kit/key-help.tsx';
import { say } from '../kit/live-region.tsx';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading } from '../kit/states.tsx';
import { When } from '../kit/when.tsx';
import { Frame, HOLDS } from '../soc/frame.tsx';
import { useSending } from './use-sending.ts';

const STATES: Readonly<Record<HoldView['state'], string>> = { 'asked': 'Keeps already; waits for a second person', 'in-force': 'In force', 'release-asked': 'In force; its release waits for a second person', 'released': 'Released', 'lapsed': 'Lapsed: nobody confirmed it' };
const WHOSE = 'Holds are for HR and the privacy officer.';

/** Records that stay for the law, and what waits for a second person. */
export function Holds(): JSX.Element {
  const { value, problem, reload } = useResource<HoldsView>('/api/holds');
  const { session } = useSession();
  // A response leads here with its case.
  const [ofCase, setOfCase] = useState(() => new URLSearchParams(location.search).get('case') ?? '');
  const [asked, setAsked] = useState<'new' | HoldView | undefined>(ofCase === '' ? undefined : 'new');
  const close = (): void => {
    if (ofCase !== '') navigate('/holds', 'replace');
    setOfCase('');
    setAsked(undefined);
  };
  useEffect(() => { document.title = 'Legal holds · Farmwatch'; }, []);
  // What somebody was writing when their sign-in ended is before them again.
  useEffect(() => {
    const left = value && leftBehind(session.user);
    if (left?.what === 'hold') setAsked('new');
    if (left?.what === 'hold-release') setAsked(value?.holds.find(({ id }) => id === left.id));
  }, [value !== undefined]);
  return (
    <Frame here={HOLDS} simulated={session.demo}>
      <header class="top">
        <div><h1>Legal holds</h1><p class="lead">Records of listed people and cases that stay although their time is over. Two people ask and confirm, two people release. Everything else goes on.</p></div>
        {value && <p class="btns"><button class="btn main-act" type="button" onClick={() => setAsked('new')}>Ask for a hold</button></p>}
      </header>
      {value ? <Table of={value} onRelease={setAsked} onChange={reload} /> : problem ? <Failed problem={problem} what="Holds" whose={WHOSE} session={session} onTry={reload} /> : <Loading what="holds" />}
      <CommonKeys />
      {asked === 'new' && value && <AskDialog cases={ofCase} onClose={close} onDone={reload} />}
      {asked !== undefined && asked !== 'new' && <ReleaseDialog of={asked} onClose={() => setAsked(undefined)} onDone={reload} />}
    </Frame>
  );
}

function Table({ of, onRelease, onChange }: { readonly of: HoldsView; readonly onRelease: (hold: HoldView) => void; readonly onChange: () => void }): JSX.Element {
  const { session } = useSession();
  const { send, busy, problem } = useSending();
  if (of.holds.length === 0) return <Empty lead="Nothing was ever put on hold.">Housekeeping lets go of records when their time is over. Where a legal matter needs some of them, list whom it is about, and a second person confirms.</Empty>;
  const confirm = (hold: HoldView): void => {
    void send(() => confirmHold(session, hold.id)).then((why) => { say(why ?? `${hold.id} is ${hold.state === 'release-asked' ? 'released' : 'in force'}.`); onChange(); });
  };
  return (
    <section class="block">
      <Scroll label="Legal holds">
        <table class="plain-table holds">
          <caption class="unseen">Legal holds, the newest first</caption>
          <thead><tr><th scope="col">Hold</th><th scope="col">State</th><th scope="col">Of whom</th><th scope="col">Matter</th><th scope="col">Asked</th><th scope="col">Review</th><th scope="col"><span class="unseen">Act</span></th></tr></thead>
          <tbody>
            {of.holds.map((hold) => (
              <tr key={hold.id}>
                <th scope="row">{hold.id}</th>
                <td>{STATES[hold.state]}{hold.releaseAsked !== undefined && <div class="small faint">{hold.releaseAsked.reason}</div>}</td>
                <td>{[...hold.hires, ...hold.cases].join(', ')}</td>
                <td>{hold.matter}<div class="small faint">{hold.reason}</div></td>
                <td>{hold.asked.by}, <When at={hold.asked.at} zone={undefined} />{hold.confirmed !== undefined && <div class="small faint">confirmed by {hold.confirmed.by}</div>}</td>
                <td>{hold.review}</td>
                <td>
                  {(hold.mayConfirm || hold.whyNotConfirm !== undefined) && <button class="btn" type="button" aria-disabled={busy || !hold.mayConfirm} {...(hold.mayConfirm ? {} : { 'aria-describedby': `why-${hold.id}` })} onClick={() => { if (hold.mayConfirm) confirm(hold); }}>{hold.state === 'release-asked' ? 'Confirm release' : 'Confirm'}<span class="unseen"> {hold.id}</span></button>}
                  {hold.whyNotConfirm !== undefined && <div class="small faint" id={`why-${hold.id}`}>{hold.whyNotConfirm}</div>}
                  {hold.state === 'in-force' && <button class="btn" type="button" onClick={() => onRelease(hold)}>Release…<span class="unseen"> {hold.id}</span></button>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p class="problem" role="alert">{problem}</p>
    </section>
  );
}

const listed = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((id) => id !== '');

function AskDialog({ cases, onClose, onDone }: { /** Named already. */ readonly cases: string; readonly onClose: () => void; readonly onDone: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: of, change, drop } = useDraft('hold', session.user, { hires: '', cases, matter: '', reason: '', review: '' });
  const { send, busy, problem } = useSending();
  const ask = (): void => {
    let said = '';
    void send(async () => {
      const answer = await askHold(session, { ...of, hires: listed(of.hires), cases: listed(of.cases) });
      if (answer.ok) said = answer.value.said;
      return answer;
    }).then((why) => {
      if (why !== undefined) return;
      say(`It waits for a second person. ${said}`);
      onDone();
      leave();
    });
  };
  const leave = (): void => {
    drop();
    onClose();
  };
  const field = (name: keyof typeof of, label: string, hint: string): JSX.Element => (
    <div>
      <label class="lab" for={`hold-${name}`}>{label} <span class="faint">{hint}</span></label>
      <input class="field" id={`hold-${name}`} value={of[name]} onInput={(event) => change({ [name]: event.currentTarget.value })} />
    </div>
  );
  return (
    <Dialog title="Ask for a hold" lead="It keeps from now on, and lapses after 14 days where no second person confirms it." onClose={leave} keys={{ 'ctrl+Enter': ask }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); ask(); }}>
        {field('hires', 'Hires', 'ids of people.csv, with spaces between; these or cases')}
        {field('cases', 'Cases', 'ids, with the records of their people')}
        {field('matter', 'Matter', 'required, as counsel names it')}
        {field('reason', 'Why', 'required, in a sentence')}
        <div><label class="lab" for="hold-review">Look again on <span class="faint">required, within two years</span></label><input class="field" id="hold-review" type="date" value={of.review} onInput={(event) => change({ review: event.currentTarget.value })} /></div>
        <p class="problem" role="alert">{problem}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={busy}>{busy ? 'Asking…' : 'Ask'} <kbd aria-hidden="true">Ctrl Enter</kbd></button>
          <button class="btn" type="button" onClick={leave}>Leave it <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}

function ReleaseDialog({ of, onClose, onDone }: { readonly of: HoldView; readonly onClose: () => void; readonly onDone: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: { reason }, change, drop } = useDraft(`hold-release ${of.id}`, session.user, { reason: '' });
  const { send, busy, problem } = useSending();
  const ask = (): void => {
    void send(() => askRelease(session, of.id, reason)).then((why) => {
      if (why !== undefined) return;
      say('It keeps until a second person confirms its release.');
      onDone();
      leave();
    });
  };
  const leave = (): void => {
    drop();
    onClose();
  };
  return (
    <Dialog title={`Release ${of.id}`} lead={`${of.matter}. It keeps until a second person confirms its release.`} onClose={leave} keys={{ 'ctrl+Enter': ask }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); ask(); }}>
        <div>
          <label class="lab" for="release-reason">Why <span class="faint">required</span></label>
          <textarea class="field" id="release-reason" data-first="" maxLength={1000} value={reason} onInput={(event) => change({ reason: event.currentTarget.value })} />
        </div>
        <p class="problem" role="alert">{problem}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={busy}>{busy ? 'Asking…' : 'Ask for release'}</button>
          <button class="btn" type="button" onClick={leave}>Leave it <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}
