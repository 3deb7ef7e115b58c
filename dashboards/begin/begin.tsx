import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { HiresView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { navigate } from '../router.ts';
import { useSession } from '../session.ts';
import { KeyFoot, KeyHelp, type KeyLine } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { Empty } from '../kit/states.tsx';
import { ROLE_SAYS } from '../kit/words.ts';
import { BEGIN, Frame } from '../soc/frame.tsx';
import { Beginning, WHOSE } from './beginning.tsx';

const KEYS: readonly KeyLine[] = [{ keys: ['g', 'q'], does: 'queue' }, { keys: ['?'], does: 'these keys' }];

/** Files and systems, also later than on the first day. */
export function Begin(): JSX.Element {
  const { session } = useSession();
  const mayBring = session.may.includes('bring-files');
  const hires = useResource<HiresView>(mayBring ? '/api/hires' : undefined).value;
  const [helps, setHelps] = useState(false);
  useEffect(() => { document.title = 'Bring files · Farmwatch'; }, []);
  useKeys({ 'g q': () => navigate('/'), '?': () => setHelps(true) });
  return (
    <Frame here={BEGIN} simulated={hires?.simulated ?? session.demo}>
      {mayBring ? <Beginning hasRun={hires?.asOf !== undefined} /> : <><h1 class="unseen">Bring files</h1><Empty lead={WHOSE}>You are signed in as {ROLE_SAYS[session.role]}. Hand the file to one of them, or ask whoever looks after Farmwatch here.</Empty></>}
      {mayBring && <KeyFoot lines={KEYS.slice(0, 1)} onAll={() => setHelps(true)} />}
      {helps && <KeyHelp lines={KEYS} onClose={() => setHelps(false)} />}
    </Frame>
  );
}
