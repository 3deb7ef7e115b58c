import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The one time that recovery codes are seen. */
export function RecoveryCodeList({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="block" aria-labelledby="recovery-h">
      <header><h2 id="recovery-h" ref={heading} tabIndex={-1}>Your recovery codes</h2><p>Shown this once. Each opens the door one time in place of a code of the authenticator. Print them, or keep them in your password manager; not on the phone itself.</p></header>
      <ol class="recovery">{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ol>
      <p class="btns"><button class="btn main-act" type="button" onClick={onKept}>I have kept them</button><button class="btn" type="button" onClick={() => print()}>Print</button></p>
    </section>
  );
}
