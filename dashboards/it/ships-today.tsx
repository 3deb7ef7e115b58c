import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ShipmentsView } from '../../src/api/contract.ts';
import { checkShipments } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { Dialog } from '../kit/dialog.tsx';
import { counted } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { useSession } from '../session.ts';

/** Under this key what was pasted is kept. */
export const SHIPS_DRAFT = 'ships today';

const ORDER = ['hold', 'confirm', 'ok'] as const;

/** An order list before it is sent: ok, confirm or hold for each row, and why. Nothing of it is kept. */
export function ShipsToday({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: { text }, change, drop } = useDraft(SHIPS_DRAFT, session.user, { text: '' });
  const [seen, setSeen] = useState<ShipmentsView>();
  const [problem, setProblem] = useState<string>();
  const [isChecking, setChecking] = useState(false);
  // An answer counts only for the list as it stands: every change, and every check, begins a new turn.
  const turn = useRef(0);
  const write = (list: string): void => {
    turn.current += 1;
    change({ text: list });
    setSeen(undefined);
    setProblem(undefined);
    setChecking(false);
  };
  const leave = (): void => {
    drop();
    onClose();
  };
  const check = async (list: string): Promise<void> => {
    if (list.trim() === '') return setProblem('Paste the list first, with its line of column names.');
    const mine = ++turn.current;
    setSeen(undefined);
    setChecking(true);
    const answer = await checkShipments(session, list);
    if (mine !== turn.current) return;
    setChecking(false);
    setProblem(answer.ok ? undefined : answer.problem.message);
    setSeen(answer.ok ? answer.value : undefined);
  };
  const takeDropped = async (event: DragEvent): Promise<void> => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    const list = await file.text();
    write(list);
    await check(list);
  };
  return (
    <Dialog title="Ships today" lead="Paste the order list, or drop its file here. It is answered and not kept." onClose={leave} keys={{ 'ctrl+Enter': () => { void check(text); } }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); void check(text); }}>
        <div>
          <label class="lab" for="orders">Order list, with column names such as hire_id, ship_street, ship_city, ship_region</label>
          <textarea class="field" id="orders" data-first="" rows={6} value={text} onInput={(event) => write(event.currentTarget.value)} onDragOver={(event) => event.preventDefault()} onDrop={(event) => { void takeDropped(event); }} />
        </div>
        <p class="problem" role="alert">{problem}</p>
        {isChecking && <p role="status">Checking…</p>}
        {seen && <p role="status">{counted(seen.lines.length, 'parcel')}: {ORDER.map((answer) => `${seen.lines.filter((line) => line.answer === answer).length} ${answer}`).join(', ')}.</p>}
        {seen && seen.lines.length > 0 && (
          <Scroll label="Parcels">
            <table class="plain-table parcels"><caption class="unseen">What to do with each parcel</caption><thead><tr><th scope="col" class="num">Line</th><th scope="col">Do</th><th scope="col">Because</th></tr></thead>
              <tbody>{seen.lines.map(({ line, answer, why }) => <tr key={line}><th scope="row" class="num">{line}</th><td class={answer === 'ok' ? '' : 'ask'}><b>{answer}</b></td><td>{why === '' ? <span class="faint">nothing speaks against it</span> : why}</td></tr>)}</tbody>
            </table>
          </Scroll>
        )}
        <p class="btns"><button class="btn main-act" type="submit" aria-disabled={isChecking}>{isChecking ? 'Checking…' : 'Check'} <kbd aria-hidden="true">Ctrl Enter</kbd></button><button class="btn" type="button" onClick={leave}>Close <kbd aria-hidden="true">Esc</kbd></button></p>
      </form>
    </Dialog>
  );
}
