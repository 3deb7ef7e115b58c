import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { MadeAccount, Role } from '../../src/api/contract.ts';
import { makeAccount } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { ROLE_SAYS } from '../kit/words.ts';

/** A local account; the server makes up the password. */
export function NewAccountForm({ roles, local, onMade, onClose }: { readonly roles: readonly Role[]; readonly local: boolean; readonly onMade: (made: MadeAccount) => void; readonly onClose: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: { name, role }, change, drop } = useDraft<{ name: string; role: Role }>('account', session.user, { name: '', role: 'analyst' });
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const busy = useRef(false);
  const send = async (): Promise<void> => {
    if (busy.current) return;
    if (name.trim() === '') return setProblem('Write a name first.');
    busy.current = true;
    setBusy(true);
    const answer = await makeAccount(session, { name: name.trim(), role });
    busy.current = false;
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem.message);
    drop();
    onMade(answer.value);
  };
  const leave = (): void => {
    drop();
    onClose();
  };
  return (
    <Dialog title="New account" lead={local ? 'Its password is made up here and shown once.' : 'Local accounts are switched off: it will not work before they are on again.'} onClose={leave} keys={{ 'ctrl+Enter': () => { void send(); } }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <div><label class="lab" for="new-name">Name <span class="faint">letters, digits and . _ @ -</span></label><input class="field" id="new-name" data-first="" autocomplete="off" maxLength={64} aria-describedby="new-problem" value={name} onInput={(event) => change({ name: event.currentTarget.value })} /></div>
        <div><label class="lab" for="new-role">Role</label><select class="field narrow" id="new-role" value={role} onChange={(event) => change({ role: event.currentTarget.value as Role })}>{roles.map((one) => <option key={one} value={one}>{ROLE_SAYS[one]}</option>)}</select></div>
        <p id="new-problem" class="problem" role="alert">{problem}</p>
        <p class="btns"><button class="btn main-act" type="submit" aria-disabled={isBusy}>{isBusy ? 'Making…' : 'Make it'} <kbd aria-hidden="true">Ctrl Enter</kbd></button><button class="btn" type="button" onClick={leave}>Leave it <kbd aria-hidden="true">Esc</kbd></button></p>
      </form>
    </Dialog>
  );
}
