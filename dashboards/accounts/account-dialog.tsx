import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { AccountAct, AccountLine, Role } from '../../src/api/contract.ts';
import { Dialog } from '../kit/dialog.tsx';
import { ROLE_SAYS } from '../kit/words.ts';

/** Another role, on and off, a new first password, a second person's word, gone. @param onAct says why it was not done; so does onRenew */
export function AccountDialog({ of, roles, onAct, onRenew, onClose }: { readonly of: AccountLine; readonly roles: readonly Role[]; readonly onAct: (act: AccountAct) => Promise<string | undefined>; readonly onRenew: () => Promise<string | undefined>; readonly onClose: () => void }): JSX.Element {
  const [role, setRole] = useState(of.role);
  const [isSure, setSure] = useState(false);
  const [problem, setProblem] = useState<string>();
  const busy = useRef(false);
  const [isRenewing, setRenewing] = useState(false);
  const once = async (work: () => Promise<string | undefined>): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setProblem(await work());
    busy.current = false;
  };
  const act = (body: AccountAct): Promise<void> => once(() => onAct(body));
  const button = (says: string, body: AccountAct): JSX.Element => <button class="btn" type="button" onClick={() => { void act(body); }}>{says}</button>;
  return (
    <Dialog title={of.id} lead={of.refused ?? 'Whatever is done is written down with your name. Another role, and switching off, end the sessions.'} onClose={onClose}>
      {of.state === 'waits' && (
        <div class="dialog-form">
          <p>This is somebody in their first months. They get the role {ROLE_SAYS[of.role]} when a second person confirms it.</p>
          {of.unconfirmable === undefined ? <p class="btns"><button class="btn main-act" type="button" data-first="" onClick={() => { void act({ kind: 'confirm' }); }}>Confirm {ROLE_SAYS[of.role]}</button></p> : <p class="soft">{of.unconfirmable}</p>}
        </div>
      )}
      {of.refused === undefined && (
        <div class="dialog-form">
          {of.way === 'oidc' ? <p class="soft">The role comes from the groups of the company. Change the groups there.</p> : of.way === 'local' && (
            <form onSubmit={(event) => { event.preventDefault(); void act({ kind: 'role', role }); }}>
              <label class="lab" for="role">Role</label>
              <p class="btns"><select class="field narrow" id="role" value={role} onChange={(event) => setRole(event.currentTarget.value as Role)}>{roles.map((one) => <option key={one} value={one}>{ROLE_SAYS[one]}</option>)}</select><button class="btn" type="submit" aria-disabled={role === of.role}>Give this role</button></p>
            </form>
          )}
          {isRenewing && <p id="renewing">The password of now opens nothing any more, and the sessions end.{of.hasFactor === true && ' The second factor stays.'} Be as sure who asks as when the account was handed over: in person, or by a call to the number that HR has. Whoever is in their first months has to be confirmed anew, by another administrator.</p>}
          <p class="btns">
            {of.renewable && (isRenewing
              ? <button class="btn" type="button" aria-describedby="renewing" onClick={() => { void once(onRenew); }}>Yes, make a new first password</button>
              : <button class="btn" type="button" onClick={() => setRenewing(true)}>New first password…</button>)}
            {of.state === 'off' ? button('Switch on', { kind: 'on' }) : button('Switch off', { kind: 'off' })}
            {of.sessions > 0 && button('End the sessions', { kind: 'end-sessions' })}
            {of.hasFactor === true && button('Reset the second factor', { kind: 'reset-factor' })}
            {isSure ? button(`Yes, remove ${of.id}`, { kind: 'remove' }) : <button class="btn" type="button" onClick={() => setSure(true)}>Remove…</button>}
          </p>
        </div>
      )}
      <p class="problem" role="alert">{problem}</p>
      <p class="btns"><button class="btn" type="button" onClick={onClose}>Leave it <kbd aria-hidden="true">Esc</kbd></button></p>
    </Dialog>
  );
}
