import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ImportView } from '../../src/api/contract.ts';
import { importLaptops } from '../api.ts';
import { Dialog } from '../kit/dialog.tsx';
import { counted } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { spread } from '../live.ts';
import { useSession } from '../session.ts';

interface Table { readonly name: string; readonly text: string }
/** A table with what was said of it: only what was shown is taken. */
interface Shown { readonly of: Table; readonly seen: ImportView }

/** A table of laptops: first how its columns are understood, then, on a second word, its rows. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { session } = useSession();
  const [shown, setShown] = useState<Shown>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState<'look' | 'take'>();
  // The file chosen last alone may answer, and while rows are taken no other is looked at.
  const turn = useRef(0);
  const taking = useRef(false);
  const seen = shown?.seen;
  const ask = async (of: Table, take: boolean, mine: number): Promise<void> => {
    setBusy(take ? 'take' : 'look');
    const answer = await importLaptops(session, { ...of, map: [], take });
    if (answer.ok && take) spread({ kind: 'devices' });
    if (mine !== turn.current) return;
    setBusy(undefined);
    setProblem(answer.ok ? undefined : answer.problem.message);
    setShown(answer.ok ? { of, seen: answer.value } : undefined);
  };
  const pick = async (chosen: File | undefined): Promise<void> => {
    if (!chosen || taking.current) return;
    const mine = ++turn.current;
    setShown(undefined);
    setProblem(undefined);
    setBusy('look');
    const text = await chosen.text();
    if (mine === turn.current) await ask({ name: chosen.name, text }, false, mine);
  };
  const take = async (of: Table): Promise<void> => {
    if (taking.current) return;
    taking.current = true;
    await ask(of, true, turn.current);
    taking.current = false;
  };
  return (
    <Dialog title="Import laptops" lead="A CSV file with the columns of devices.csv, or names like them. Nothing is taken before you say so." onClose={onClose}>
      <div><label class="lab" for="import-file">File</label><input class="field" id="import-file" type="file" accept=".csv,.tsv,.txt,text/csv" disabled={busy === 'take'} onChange={(event) => { void pick(event.currentTarget.files?.[0]); }} /></div>
      <p class="problem" role="alert">{problem}</p>
      {busy === 'look' && <p role="status">Reading the file…</p>}
      {seen && (
        <>
          <p role="status"><b>{shown.of.name}. {seen.taken ? 'Taken.' : 'Not taken yet.'}</b> {counted(seen.read, 'row')} read: {seen.added} new or changed, {seen.known} known already, {seen.rejected.length} rejected.</p>
          <Scroll label="Columns">
            <table class="plain-table"><caption class="unseen">How columns are understood</caption><thead><tr><th scope="col">Column of the file</th><th scope="col">means</th></tr></thead>
              <tbody>
                {seen.mapping.map(({ header, column }) => <tr key={column}><th scope="row">{header}</th><td>{column}</td></tr>)}
                {seen.unknownColumns.map(({ name, nearest }) => <tr key={`? ${name}`}><th scope="row">{name}</th><td class="faint">not known, left out{nearest !== undefined && `; did you mean ${nearest}?`}</td></tr>)}
              </tbody>
            </table>
          </Scroll>
          {(seen.rejected.length > 0 || seen.warnings.length > 0) && <ul class="bullets">{seen.rejected.map(({ line, reason }) => <li key={line}>Line {line}: {reason}</li>)}{seen.warnings.map((said) => <li key={said}>{said}</li>)}</ul>}
        </>
      )}
      <p class="btns">
        {shown && !shown.seen.taken && <button class="btn main-act" type="button" aria-disabled={busy !== undefined} onClick={() => { void take(shown.of); }}>{busy === 'take' ? 'Taking…' : `Take ${counted(shown.seen.added, 'row')}`}</button>}
        <button class="btn" type="button" onClick={onClose}>{seen?.taken ? 'Done' : 'Leave it'} <kbd aria-hidden="true">Esc</kbd></button>
      </p>
    </Dialog>
  );
}
