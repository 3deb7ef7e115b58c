import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FactorBegun, QrPicture } from '../../src/api/contract.ts';
import { confirmFactor } from '../api.ts';
import { useSession } from '../session.ts';
import { useSending } from '../rights/use-sending.ts';
import type { Fresh } from './use-fresh.tsx';

/** A secret for the authenticator, and the field for its first code. @param onDone gets the recovery codes */
export function FactorSetUp({ of, fresh, onDone, onLeave }: { readonly of: FactorBegun; readonly fresh: Fresh['fresh']; readonly onDone: (codes: readonly string[]) => void; readonly onLeave?: () => void }): JSX.Element {
  const { session } = useSession();
  const [code, setCode] = useState('');
  const { send, busy, problem } = useSending();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), [of.secret]);
  const confirm = (): void => {
    let codes: readonly string[] = [];
    void send(async () => {
      const answer = await fresh(() => confirmFactor(session, code));
      if (answer?.ok) ({ codes } = answer.value);
      return answer ?? { ok: false, problem: { kind: 'refused', message: 'Nothing is set up yet.' } };
    }).then((why) => {
      if (why === undefined) return onDone(codes);
      setCode('');
      field.current?.focus();
    });
  };
  return (
    <form class="factor-set-up" onSubmit={(event) => { event.preventDefault(); confirm(); }}>
      <ol class="factor-steps">
        <li>Let an authenticator on your phone, or your password manager, take this picture. It can also be <a href={of.address}>opened on this machine</a>, or typed in.<QrCode of={of.qr} /></li>
        <li>To type it in: the key is time-based, with six digits.<p><code class="once" aria-label="Key for the authenticator">{of.secret}</code></p></li>
        <li>
          <label class="lab" for="factor-code">The six digits that it shows now</label>
          <input ref={field} class="field code" id="factor-code" autocomplete="one-time-code" inputMode="numeric" required maxLength={20} aria-describedby="factor-problem" value={code} onInput={(event) => setCode(event.currentTarget.value)} />
        </li>
      </ol>
      <p id="factor-problem" class="problem" role="alert">{problem}</p>
      <p class="btns"><button class="btn main-act" type="submit" aria-disabled={busy}>{busy ? 'Looking…' : 'Set it up'}</button>{onLeave && <button class="btn" type="button" onClick={onLeave}>Leave it</button>}</p>
    </form>
  );
}

/** Dark on light in every theme: cameras want it that way. */
function QrCode({ of: { size, path } }: { readonly of: QrPicture }): JSX.Element {
  return <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="The same key as a picture for a camera"><rect width={size} height={size} /><path d={path} /></svg>;
}
