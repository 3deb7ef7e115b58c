import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SessionView, SignInView } from '../../src/api/contract.ts';
import { login, read } from '../api.ts';
import { draftsOf } from '../drafts.ts';
import { Shape } from '../kit/symbols.tsx';
import { toggleTheme } from '../theme.ts';

/** What there is to say before anybody types. */
function beforehand(): string | undefined {
  const asked = new URLSearchParams(location.search);
  if (asked.has('used')) return 'That link has been used or has run out. Links sign in once; ask for a new one, or use your name and password.';
  return asked.has('ended') ? 'Your session has ended. Sign in again, and you are back where you were.' : undefined;
}

/** The door: name and password or the sign-in of the company, and what to know before looking at people. */
export function Login({ onDone }: { readonly onDone: (session: SessionView) => void }): JSX.Element {
  // Until the server has said how one signs in, and where it does not answer, the fields are there.
  const [ways, setWays] = useState<SignInView>({ local: true });
  const [problem, setProblem] = useState(beforehand());
  const writing = draftsOf();

  useEffect(() => {
    document.title = 'Sign in · Farmwatch';
    document.body.classList.add('door');
    const refused = new URLSearchParams(location.search).get('refused');
    void read<SignInView>(`/api/sign-in${refused === null ? '' : `?refused=${encodeURIComponent(refused.slice(0, 20))}`}`).then((answer) => {
      if (!answer.ok) return;
      setWays(answer.value);
      if (answer.value.refused !== undefined) setProblem(answer.value.refused);
    });
    return () => document.body.classList.remove('door');
  }, []);

  const next = new URLSearchParams(location.search).get('next');
  return (
    <main class="door-box" id="main">
      <p class="brand"><Shape name="mark" />Farmwatch</p>
      <h1>Sign in</h1>
      {writing !== undefined && <p class="door-kept" role="status"><b>Your sign-in has ended.</b> What you typed is kept in this window: sign in as {writing} to go on where you were.</p>}
      {ways.isFirst && <p class="door-kept" role="status"><b>Nobody has an account yet.</b> Make the first on the machine of Farmwatch, with the same store: <code>farmwatch user add NAME --role admin</code></p>}
      {ways.oidc !== undefined && (
        <div class="door-form">
          <a class="btn main-act wide" target="_self" href={`/api/login/oidc${next === null ? '' : `?next=${encodeURIComponent(next)}`}`}>Sign in with {ways.oidc}</a>
          {!ways.local && <p class="door-problem" role="alert">{problem}</p>}
        </div>
      )}
      {ways.local ? <Fields isFirst={ways.oidc === undefined} problem={problem} onProblem={setProblem} onDone={onDone} /> : (
        <details class="door-emergency"><summary>The account for emergencies</summary><Fields isFirst={false} problem={undefined} onProblem={setProblem} onDone={onDone} /></details>
      )}
      <section class="door-note">
        <h2>Before you look at people</h2>
        <ul class="bullets">
          <li>Every view of a person is recorded with your name.</li>
          <li>People have pseudonyms, and a finding is a question to ask.</li>
          <li>Dark data is never clear: no news about somebody says nothing.</li>
        </ul>
      </section>
      <p class="small">Do you work here, and want to know what is kept about you? <a href="/about-you">What Farmwatch keeps about you</a> needs no sign-in.</p>
      <p class="small faint">Trying the demo? The address that <code>farmwatch demo</code> prints signs you in once. <button class="linkish" type="button" onClick={toggleTheme}>Light or dark</button></p>
    </main>
  );
}

/** Name and password; the account for emergencies is asked why as well. */
function Fields({ isFirst, problem, onProblem, onDone }: { readonly isFirst: boolean; readonly problem: string | undefined; readonly onProblem: (said: string) => void; readonly onDone: (session: SessionView) => void }): JSX.Element {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [reason, setReason] = useState<string>();
  const [code, setCode] = useState<string>();
  const codeField = useRef<HTMLInputElement>(null);
  const wantsCode = code !== undefined;
  useEffect(() => codeField.current?.focus(), [wantsCode]);
  const [holder, setHolder] = useState('');
  const [busy, setBusy] = useState(false);

  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const answer = await login({ name, password, ...(reason === undefined ? {} : { reason, holder }), ...(code === undefined ? {} : { code }) });
    setBusy(false);
    if (answer.ok) return onDone(answer.value);
    if (answer.problem.code === 'sign-in.reason') setReason(reason ?? '');
    // A code is used up by a try, or was wrong: the next one is typed anew.
    if (answer.problem.code === 'sign-in.code' || wantsCode) setCode('');
    if (wantsCode) codeField.current?.focus();
    onProblem(answer.problem.message);
  };

  return (
    <form class="door-form" onSubmit={(event) => { void send(event); }}>
      <label class="lab" for="name">Name</label>
      <input class="field" id="name" autocomplete="username" required value={name} onInput={(event) => setName(event.currentTarget.value)} />
      <label class="lab" for="password">Password</label>
      <input class="field" id="password" type="password" autocomplete="current-password" required value={password} onInput={(event) => setPassword(event.currentTarget.value)} aria-describedby="door-problem" />
      {reason !== undefined && (
        <>
          <label class="lab" for="reason">Why is it needed?</label>
          <textarea class="field" id="reason" required maxLength={1000} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
          <label class="lab" for="holder">Your own account here <span class="faint">without one, nobody confirms what you ask for</span></label>
          <input class="field" id="holder" autocomplete="off" maxLength={64} value={holder} onInput={(event) => setHolder(event.currentTarget.value)} />
        </>
      )}
      {wantsCode && (
        <>
          <label class="lab" for="code">Code of the authenticator, or a recovery code</label>
          <input ref={codeField} class="field code" id="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck={false} required maxLength={100} value={code} onInput={(event) => setCode(event.currentTarget.value)} aria-describedby="door-problem" />
        </>
      )}
      <p id="door-problem" class="door-problem" role="alert">{problem}</p>
      <button class={`btn wide${isFirst ? ' main-act' : ''}`} type="submit" aria-disabled={busy}>{busy ? 'Signing in…' : isFirst ? 'Sign in' : 'Sign in with a password'}</button>
    </form>
  );
}
