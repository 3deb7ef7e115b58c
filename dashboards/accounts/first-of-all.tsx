import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FactorBegun } from '../../src/api/contract.ts';
import { beginFactor, type Problem } from '../api.ts';
import { useSession } from '../session.ts';
import { Shape } from '../kit/symbols.tsx';
import { Failed, Loading } from '../kit/states.tsx';
import { FactorSetUp } from './factor-set-up.tsx';
import { OwnPassword } from './own-password.tsx';
import { RecoveryCodeList } from './recovery-codes.tsx';
import { useFresh } from './use-fresh.tsx';

const SAYS = {
  password: { title: 'A password of your own', lead: 'The one that you came with was made up for you. Replace it; after a week it opens nothing.' },
  factor: { title: 'A second factor', lead: 'Beside your password, a code that changes every half minute: whoever learns the password alone stays out. Set it up once; then everything else opens.' },
} as const;

/** What has to be done after signing in before any other page opens. @param onDone asks the server anew what is owed */
export function FirstOfAll({ onDone }: { readonly onDone: () => void }): JSX.Element {
  const { session, leave } = useSession();
  const owed = session.owes?.[0] ?? 'factor';
  const { title, lead } = SAYS[owed];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Farmwatch`;
    heading.current?.focus();
  }, [title]);
  return (
    <main class="first-of-all" id="main">
      <p class="brand"><Shape name="mark" />Farmwatch</p>
      <header><h1 ref={heading} tabIndex={-1}>{title}</h1><p class="lead">{lead}</p></header>
      {owed === 'password' ? <OwnPassword onDone={onDone} /> : <Factor onDone={onDone} />}
      <p class="small">You are signed in as {session.user}. <button class="linkish" type="button" onClick={leave}>Sign out</button></p>
    </main>
  );
}

function Factor({ onDone }: { readonly onDone: () => void }): JSX.Element {
  const { session } = useSession();
  const { fresh, question } = useFresh(true);
  const [begun, setBegun] = useState<FactorBegun>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [problem, setProblem] = useState<Problem>();
  const begin = async (): Promise<void> => {
    const answer = await fresh(() => beginFactor(session));
    setProblem(answer === undefined ? { kind: 'refused', message: 'Nothing is set up yet.' } : answer.ok ? undefined : answer.problem);
    if (answer?.ok) setBegun(answer.value);
  };
  useEffect(() => { void begin(); }, []);
  if (codes) return <RecoveryCodeList codes={codes} onKept={onDone} />;
  return (
    <>
      {begun ? <FactorSetUp of={begun} fresh={fresh} onDone={setCodes} /> : problem ? <Failed problem={problem} what="The key" session={session} onTry={() => { void begin(); }} /> : <Loading what="a key" rows={3} />}
      {question}
    </>
  );
}
