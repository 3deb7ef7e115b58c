import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ImportView } from '../../src/api/contract.ts';
import { importLaptops } from '../api.ts';
import { Dialog } from '../kit/dialog.tsx';
import { counted } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { spread } from '../live.ts';
import { useSession } from '../session.ts';

/** A table of laptops: first how its columns are understood, then, on a second word, its rows. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { session } = useSession();
  const [file, setFile] = useState<{ readonly name: string; readonly text: string }>();
  const [seen, setSeen] = useState<ImportView>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const ask = async (of: { readonly name: string; readonly text: string }, take: boolean): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const answer = await importLaptops(session, { ...of, map: [], take });
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.problem.message);
    setSeen(answer.ok ? answer.value : undefined);
    if (answer.ok && take) spread({ kind: 'devices' });
  };
  const pick = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return;
    const next = { name: chosen.name, text: await chosen.text() };
    setFile(next);
    await ask(next, false);
  };
  return (
    <Dialog title="Import laptops" lead="A CSV file with the columns of devices.csv, or names like them. Nothing is taken before you say so." onClose={onClose}>
      <div><label class="lab" for="import-file">File</label><input class="field" id="import-file" type="file" accept=".csv,.tsv,.txt,text/csv" onChange={(event) => { void pick(event.currentTarget.files?.[0]); }} /></div>
      <p class="problem" role="alert">{problem}</p>
      {seen && (
        <>
          <p role="status"><b>{seen.taken ? 'Taken.' : 'Not taken yet.'}</b> {counted(seen.read, 'row')} read: {seen.added} new or changed, {seen.known} known already, {seen.rejected.length} rejected.</p>
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
        {file && seen && !seen.taken && <button class="btn main-act" type="button" aria-disabled={busy} onClick={() => { void ask(file, true); }}>Take {counted(seen.added, 'row')}</button>}
        <button class="btn" type="button" onClick={onClose}>{seen?.taken ? 'Done' : 'Leave it'} <kbd aria-hidden="true">Esc</kbd></button>
      </p>
    </Dialog>
  );
}
