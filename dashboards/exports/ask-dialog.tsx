import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Leaving } from '../../src/api/contract.ts';
import { useDraft } from '../drafts.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { say } from '../kit/live-region.tsx';
import { askExport } from './requests.ts';

const KINDS: readonly { readonly what: Leaving; readonly says: string }[] = [
  { what: 'sheet', says: 'Sheet for law enforcement: facts, names and laptops, without weights' }, { what: 'pack', says: 'Evidence pack: raw records with hashes, for a third party' },
  { what: 'stix', says: 'STIX bundle as a file: addresses and tools, nobody’s name' }, { what: 'share', says: 'STIX bundle, sent to a collection' },
];

/** Asks that something may leave: what, for whom, and why. */
export function AskExportDialog({ id, collections, onClose }: { readonly id: string; readonly collections: readonly string[]; readonly onClose: (sent: boolean) => void }): JSX.Element {
  const { session } = useSession();
  const kinds = KINDS.filter(({ what }) => what !== 'share' || collections.length > 0);
  const { draft, change, drop } = useDraft(`export ${id}`, session.user, { what: 'sheet' as Leaving, to: '', collection: collections[0] ?? '', why: '' });
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  // At once, not with the next drawing: two quick clicks are one.
  const busy = useRef(false);
  const leave = (sent: boolean): void => {
    drop();
    onClose(sent);
  };
  const send = async (): Promise<void> => {
    if (busy.current) return;
    const to = (draft.what === 'share' ? draft.collection : draft.to).trim();
    if (to === '') return setProblem('Say whom it is for.');
    if (draft.why.trim() === '') return setProblem('Say why it should leave.');
    busy.current = true;
    setBusy(true);
    const answer = await askExport(session, id, { what: draft.what, to, why: draft.why.trim() });
    busy.current = false;
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem.message);
    say('Asked. HR and legal read it and let it go.');
    leave(true);
  };
  return (
    <Dialog title={`Ask for an export of ${id}`} lead="HR and legal read it word for word. It leaves as it stands now, or not at all." onClose={() => leave(false)} keys={{ 'ctrl+Enter': () => { void send(); } }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <div>
          <label class="lab" for="export-what">What</label>
          <select class="field" id="export-what" data-first="" value={draft.what} onChange={(event) => change({ what: event.currentTarget.value as Leaving })}>{kinds.map(({ what, says }) => <option key={what} value={what}>{says}</option>)}</select>
        </div>
        <div>
          <label class="lab" for="export-to">Whom it is for <span class="faint">required</span></label>
          {draft.what === 'share'
            ? <select class="field" id="export-to" value={draft.collection} onChange={(event) => change({ collection: event.currentTarget.value })}>{collections.map((name) => <option key={name} value={name}>{name}</option>)}</select>
            : <input class="field" id="export-to" maxLength={200} value={draft.to} onInput={(event) => change({ to: event.currentTarget.value })} />}
        </div>
        <div>
          <label class="lab" for="export-why">Why <span class="faint">required</span></label>
          <textarea class="field" id="export-why" maxLength={1000} aria-describedby="export-problem" value={draft.why} onInput={(event) => change({ why: event.currentTarget.value })} />
        </div>
        <p id="export-problem" class="problem" role="alert">{problem}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={isBusy}>{isBusy ? 'Making it…' : 'Ask HR and legal'} <kbd aria-hidden="true">Ctrl Enter</kbd></button>
          <button class="btn" type="button" onClick={() => leave(false)}>Leave it <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}
