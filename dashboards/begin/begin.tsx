import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { HiresView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { CommonKeys } from '../kit/key-help.tsx';
import { Empty } from '../kit/states.tsx';
import { ROLE_SAYS } from '../kit/words.ts';
import { BEGIN, Frame } from '../soc/frame.tsx';
import { Beginning, WHOSE } from './beginning.tsx';

/** Files and systems, also later than on the first day. */
export function Begin(): JSX.Element {
  const { session } = useSession();
  const mayBring = session.may.includes('bring-files');
  const hires = useResource<HiresView>(mayBring ? '/api/hires' : undefined).value;
  useEffect(() => { document.title = 'Bring files · Farmwatch'; }, []);
  return (
    <Frame here={BEGIN} simulated={hires?.simulated ?? session.demo}>
      {mayBring ? <Beginning hasRun={hires?.asOf !== undefined} /> : <><h1 class="unseen">Bring files</h1><Empty lead={WHOSE}>You are signed in as {ROLE_SAYS[session.role]}. Hand the file to one of them, or ask whoever looks after Farmwatch here.</Empty></>}
      <CommonKeys />
    </Frame>
  );
}
