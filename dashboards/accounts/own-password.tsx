import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { changePassword } from '../api.ts';
import { useSession } from '../session.ts';
import { say } from '../kit/live-region.tsx';
import { useSending } from '../rights/use-sending.ts';

const NOTHING = { before: '', chosen: '', again: '' };

/** Another password for one's own account; the one of before is asked for. */
export function OwnPassword({ onDone }: { readonly onDone: () => void }): JSX.Element {
  const { session } = useSession();
  const [of, setOf] = useState(NOTHING);
  const [differs, setDiffers] = useState(false);
  const { send, busy, problem } = useSending();
  const change = (): void => {
    setDiffers(of.chosen !== of.again);
    if (of.chosen !== of.again) return;
    void send(() => changePassword(session, { before: of.before, chosen: of.chosen })).then((why) => {
      if (why !== undefined) return;
      setOf(NOTHING);
      say('Your password is changed, and all other sessions are ended.');
      onDone();
    });
  };
  const field = (name: keyof typeof NOTHING, label: string, autocomplete: 'current-password' | 'new-password'): JSX.Element => (
    <div><label class="lab" for={`own-${name}`}>{label}</label><input class="field" id={`own-${name}`} type="password" autocomplete={autocomplete} required maxLength={1024} aria-describedby="own-password-problem" value={of[name]} onInput={(event) => setOf({ ...of, [name]: event.currentTarget.value })} /></div>
  );
  return (
    <section class="block" aria-labelledby="own-password-h">
      <header><h2 id="own-password-h">Your password</h2><p>Twelve characters or more, and nothing that many people have. Several words that nobody would put together are easy to keep.</p></header>
      <form class="dialog-form own-password" onSubmit={(event) => { event.preventDefault(); change(); }}>
        <input class="unseen" type="text" autocomplete="username" value={session.user} readOnly tabIndex={-1} aria-hidden="true" />
        {field('before', 'The one you have', 'current-password')}
        {field('chosen', 'The new one', 'new-password')}
        {field('again', 'The new one again', 'new-password')}
        <p id="own-password-problem" class="problem" role="alert">{differs ? 'The new one was typed in two ways.' : problem}</p>
        <p class="btns"><button class="btn" type="submit" aria-disabled={busy}>{busy ? 'Changing…' : 'Change it'}</button></p>
      </form>
    </section>
  );
}
