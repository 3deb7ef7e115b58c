import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSession } from '../session.ts';
import { Empty } from '../kit/states.tsx';
import { ROLE_SAYS } from '../kit/words.ts';
import { Frame } from '../soc/frame.tsx';

/** The first page of a role for which this server has none. */
export function NothingYet(): JSX.Element {
  const { session } = useSession();
  useEffect(() => { document.title = 'Nothing here yet · Farmwatch'; }, []);
  return (
    <Frame here="First page">
      <header class="top"><div><h1>Nothing here yet</h1><p class="lead">You are signed in as {session.user}, {ROLE_SAYS[session.role]}.</p></div></header>
      <Empty lead="There is no first page for your role on this server." acts={<a class="btn" href="/help">To the help</a>}>What your role may see stands in the side bar. That nothing stands here says nothing about anybody.</Empty>
    </Frame>
  );
}
