import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FactorBegun, OwnAccountView } from '../../src/api/contract.ts';
import { beginFactor, removeFactor, renewCodes, type Answer } from '../api.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { say } from '../kit/live-region.tsx';
import { When } from '../kit/when.tsx';
import { useSending } from '../rights/use-sending.ts';
import { FactorSetUp } from './factor-set-up.tsx';
import { RecoveryCodeList } from './recovery-codes.tsx';
import type { Fresh } from './use-fresh.tsx';

/** The second factor of one's own account: set up, replaced, its recovery codes, and taken away where it is not required. */
export function SecondFactor({ of, fresh, onDone }: { readonly of: NonNullable<OwnAccountView['factor']>; readonly fresh: Fresh['fresh']; readonly onDone: () => void }): JSX.Element {
  const { session } = useSession();
  const [begun, setBegun] = useState<FactorBegun>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [problem, setProblem] = useState<string>();
  const [isLeaving, setLeaving] = useState(false);
  const has = of.since !== undefined;
  const ask = async <T,>(act: () => Promise<Answer<T>>, then: (value: T) => void): Promise<void> => {
    const answer = await fresh(act);
    if (answer === undefined) return;
    setProblem(answer.ok ? undefined : answer.problem.message);
    if (answer.ok) then(answer.value);
  };
  const told = (shown: readonly string[]): void => {
    setBegun(undefined);
    setCodes(shown);
    onDone();
  };
  if (codes) return <RecoveryCodeList codes={codes} onKept={() => setCodes(undefined)} />;
  return (
    <section class="block second-factor" aria-labelledby="second-factor-h">
      <header><h2 id="second-factor-h">Your second factor</h2><p>A code of an authenticator beside the password: whoever learns the password alone stays out.</p></header>
      {begun ? <FactorSetUp of={begun} fresh={fresh} onDone={(shown) => { say('The second factor is set up, and all other sessions are ended.'); told(shown); }} onLeave={() => setBegun(undefined)} /> : (
        <>
          <p>{of.since === undefined ? 'There is none yet.' : <>Set up <When at={of.since} zone={undefined} />. Recovery codes left: {of.recoveryLeft}.{of.recoveryLeft < 3 && <b> Make new ones.</b>}</>}</p>
          <p class="btns">
            <button class="btn" type="button" onClick={() => { void ask(() => beginFactor(session), setBegun); }}>{has ? 'Replace it…' : 'Set it up…'}</button>
            {has && <button class="btn" type="button" onClick={() => { void ask(() => renewCodes(session), (value) => told(value.codes)); }}>New recovery codes</button>}
            {has && !of.isRequired && <button class="btn" type="button" onClick={() => setLeaving(true)}>Take it away…</button>}
          </p>
        </>
      )}
      <p class="problem" role="alert">{problem}</p>
      {isLeaving && <TakeAway fresh={fresh} onClose={() => setLeaving(false)} onDone={() => { setLeaving(false); say('The second factor is taken away.'); onDone(); }} />}
    </section>
  );
}

function TakeAway({ fresh, onClose, onDone }: { readonly fresh: Fresh['fresh']; readonly onClose: () => void; readonly onDone: () => void }): JSX.Element {
  const { session } = useSession();
  const [code, setCode] = useState('');
  const { send, busy, problem } = useSending();
  const remove = (): void => {
    void send(async () => await fresh(() => removeFactor(session, code)) ?? { ok: false, problem: { kind: 'refused', message: 'It is still there.' } }).then((why) => { if (why === undefined) onDone(); });
  };
  return (
    <Dialog title="Take the second factor away" lead="Your password alone opens the door then." onClose={onClose}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); remove(); }}>
        <div><label class="lab" for="remove-code">A code of the authenticator, or a recovery code</label><input class="field" id="remove-code" data-first="" autocomplete="one-time-code" required maxLength={100} aria-describedby="remove-problem" value={code} onInput={(event) => setCode(event.currentTarget.value)} /></div>
        <p id="remove-problem" class="problem" role="alert">{problem}</p>
        <p class="btns"><button class="btn" type="submit" aria-disabled={busy}>{busy ? 'Taking it away…' : 'Take it away'}</button><button class="btn" type="button" onClick={onClose}>Leave it <kbd aria-hidden="true">Esc</kbd></button></p>
      </form>
    </Dialog>
  );
}
