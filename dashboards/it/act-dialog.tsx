import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DeviceActRequest } from '../../src/api/contract.ts';
import { useDraft } from '../drafts.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { DAY, counted } from '../kit/format.ts';
import { ACT_SAYS } from './words.ts';

type Kind = 'returned' | 'approved-move';
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Laptops whose move somebody was writing down when their sign-in ended. @param id what {@link leftBehind} says of it */
export function serialsOf(id: string): readonly string[] {
  return JSON.parse(id) as readonly string[];
}

/** Asks before something flows into the tables: which laptops, and of a move its days and who approved it. */
export function ActDialog({ kind, serials, asOf, onSend, onClose }: {
  readonly kind: Kind; readonly serials: readonly string[]; readonly asOf: number; readonly onSend: (request: Pick<DeviceActRequest, 'kind' | 'move'>) => Promise<string | undefined>; readonly onClose: () => void;
}): JSX.Element {
  const { session } = useSession();
  const { draft: move, change, drop } = useDraft(`${kind} ${JSON.stringify(serials)}`, session.user, { from: isoDay(asOf - 7 * DAY), until: '', approvedBy: '' });
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    if (busy) return;
    if (kind === 'approved-move' && (move.from === '' || move.until === '' || move.approvedBy.trim() === '')) return setProblem('Say from when, until when, and who approved it.');
    setBusy(true);
    const refused = await onSend(kind === 'returned' ? { kind } : { kind, move });
    setBusy(false);
    if (refused === undefined) leave();
    else setProblem(refused);
  };
  const leave = (): void => {
    drop();
    onClose();
  };
  const day = (name: 'from' | 'until', says: string): JSX.Element => (
    <div><label class="lab" for={`move-${name}`}>{says} <span class="faint">required</span></label><input class="field" id={`move-${name}`} type="date" value={move[name]} onInput={(event) => change({ [name]: event.currentTarget.value })} /></div>
  );
  return (
    <Dialog title={`${ACT_SAYS[kind]}: ${serials.length === 1 ? serials[0]! : counted(serials.length, 'laptop')}`} onClose={leave} keys={{ 'ctrl+Enter': () => { void send(); } }}
      lead={kind === 'returned' ? 'It belongs to nobody from now on, and leaves this list with the next run.' : 'It counts as approved where it seems to be now, once a second person has confirmed it. Your name is kept with it.'}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        {kind === 'approved-move' && (
          <>
            {day('from', 'First day there')}{day('until', 'Last day there')}
            <div><label class="lab" for="move-by">Approved by <span class="faint">required</span></label><input class="field" id="move-by" maxLength={200} value={move.approvedBy} onInput={(event) => change({ approvedBy: event.currentTarget.value })} /></div>
          </>
        )}
        <p class="problem" role="alert">{problem}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={busy}>{busy ? 'Sending…' : ACT_SAYS[kind]} <kbd aria-hidden="true">Ctrl Enter</kbd></button>
          <button class="btn" type="button" onClick={leave}>Leave it <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}
