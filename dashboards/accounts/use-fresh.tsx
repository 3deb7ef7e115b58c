import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { proveIt, type Answer } from '../api.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { useSending } from '../rights/use-sending.ts';

export interface Fresh {
  /** Does what the server does only for whoever signed in lately; where that is too long ago, asks for it first. @returns undefined where somebody left it */
  fresh<T>(act: () => Promise<Answer<T>>): Promise<Answer<T> | undefined>;
  /** The question, while it stands; for the end of the page. */
  readonly question: JSX.Element | null;
}

/** @param hasPassword whether there is a password of Farmwatch; without it somebody signs in anew at their company */
export function useFresh(hasPassword: boolean): Fresh {
  const [asked, setAsked] = useState<{ readonly answer: (isProved: boolean) => void }>();
  const ask = (): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    setAsked({ answer: (isProved) => { setAsked(undefined); resolve(isProved); } });
    return promise;
  };
  return {
    async fresh(act) {
      const first = await act();
      if (first.ok || first.problem.code !== 'sign-in.anew') return first;
      return await ask() ? act() : undefined;
    },
    question: asked === undefined ? null : hasPassword ? <AskPassword onAnswer={asked.answer} /> : <AskCompany onClose={() => asked.answer(false)} />,
  };
}

const WHY = 'You signed in more than ten minutes ago, and what guards your account is changed only by you.';

function AskPassword({ onAnswer }: { readonly onAnswer: (isProved: boolean) => void }): JSX.Element {
  const { session } = useSession();
  const [password, setPassword] = useState('');
  const { send, busy, problem } = useSending();
  const prove = (): void => { void send(() => proveIt(session, password)).then((why) => { if (why === undefined) onAnswer(true); }); };
  return (
    <Dialog title="Is it you?" lead={WHY} onClose={() => onAnswer(false)}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); prove(); }}>
        <input class="unseen" type="text" autocomplete="username" value={session.user} readOnly tabIndex={-1} aria-hidden="true" />
        <div><label class="lab" for="prove-password">Your password</label><input class="field" id="prove-password" data-first="" type="password" autocomplete="current-password" required maxLength={1024} aria-describedby="prove-problem" value={password} onInput={(event) => setPassword(event.currentTarget.value)} /></div>
        <p id="prove-problem" class="problem" role="alert">{problem}</p>
        <p class="btns"><button class="btn main-act" type="submit" aria-disabled={busy}>{busy ? 'Looking…' : 'It is me'}</button><button class="btn" type="button" onClick={() => onAnswer(false)}>Leave it <kbd aria-hidden="true">Esc</kbd></button></p>
      </form>
    </Dialog>
  );
}

function AskCompany({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Is it you?" lead={`${WHY} Sign in through your company once more; you come back to this page.`} onClose={onClose}>
      <p class="btns"><a class="btn main-act" data-first="" target="_self" href="/api/login/oidc?anew=1&next=%2Faccount">Sign in anew</a><button class="btn" type="button" onClick={onClose}>Leave it <kbd aria-hidden="true">Esc</kbd></button></p>
    </Dialog>
  );
}
