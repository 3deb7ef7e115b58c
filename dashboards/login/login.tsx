import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SessionView } from '../../src/api/contract.ts';
import { login } from '../api.ts';
import { draftsOf } from '../drafts.ts';
import { Shape } from '../kit/symbols.tsx';
import { toggleTheme } from '../theme.ts';

/** What there is to say before anybody types. */
function beforehand(): string | undefined {
  const asked = new URLSearchParams(location.search);
  if (asked.has('used')) return 'That link has been used or has run out. Links sign in once; ask for a new one, or use your name and password.';
  return asked.has('ended') ? 'Your session has ended. Sign in again, and you are back where you were.' : undefined;
}

/** The door: name and password, and what to know before looking at people. */
export function Login({ onDone }: { readonly onDone: (session: SessionView) => void }): JSX.Element {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const writing = draftsOf();
  const [problem, setProblem] = useState(beforehand());

  useEffect(() => {
    document.title = 'Sign in · Farmwatch';
    document.body.classList.add('door');
    return () => document.body.classList.remove('door');
  }, []);

  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const answer = await login({ name, password });
    setBusy(false);
    if (answer.ok) onDone(answer.value);
    else setProblem(answer.problem.message);
  };

  return (
    <main class="door-box" id="main">
      <p class="brand"><Shape name="mark" />Farmwatch</p>
      <h1>Sign in</h1>
      {writing !== undefined && <p class="door-kept" role="status"><b>Your sign-in has ended.</b> What you typed is kept in this window: sign in as {writing} to go on where you were.</p>}
      <form class="door-form" onSubmit={(event) => { void send(event); }}>
        <label class="lab" for="name">Name</label>
        <input class="field" id="name" autocomplete="username" required value={name} onInput={(event) => setName(event.currentTarget.value)} />
        <label class="lab" for="password">Password</label>
        <input class="field" id="password" type="password" autocomplete="current-password" required value={password} onInput={(event) => setPassword(event.currentTarget.value)} aria-describedby="door-problem" />
        <p id="door-problem" class="door-problem" role="alert">{problem}</p>
        <button class="btn main-act wide" type="submit" aria-disabled={busy}>{busy ? 'Signing in…' : 'Sign in'}</button>
      </form>
      <section class="door-note">
        <h2>Before you look at people</h2>
        <ul class="bullets">
          <li>Every view of a person is recorded with your name.</li>
          <li>People have pseudonyms, and a finding is a question to ask.</li>
          <li>Dark data is never clear: no news about somebody says nothing.</li>
        </ul>
      </section>
      <p class="small faint">Trying the demo? The address that <code>farmwatch demo</code> prints signs you in once. <button class="linkish" type="button" onClick={toggleTheme}>Light or dark</button></p>
    </main>
  );
}
