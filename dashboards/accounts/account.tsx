import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { OwnAccountView, OwnSession } from '../../src/api/contract.ts';
import { endSessions } from '../api.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { CommonKeys } from '../kit/key-help.tsx';
import { Scroll } from '../kit/scroll.tsx';
import { Failed, Loading } from '../kit/states.tsx';
import { When } from '../kit/when.tsx';
import { ROLE_SAYS } from '../kit/words.ts';
import { ACCOUNT, Frame } from '../soc/frame.tsx';
import { OwnPassword } from './own-password.tsx';
import { SecondFactor } from './second-factor.tsx';
import { useFresh } from './use-fresh.tsx';

const WAYS = { local: 'name and password', oidc: 'your company', link: 'a link' } as const satisfies Record<OwnSession['way'], string>;

/** Where one is signed in, to be ended from here. */
export function AccountPage(): JSX.Element {
  const { session, leave } = useSession();
  const { value, problem, reload } = useResource<OwnAccountView>('/api/account');
  const [said, setSaid] = useState<string>();
  const { fresh, question } = useFresh(value?.hasPassword === true);
  useEffect(() => { document.title = 'Your sessions · Farmwatch'; }, []);

  const end = async (one?: OwnSession): Promise<void> => {
    if (one?.isThis) return leave();
    const answer = await fresh(() => endSessions(session, one === undefined ? {} : { id: one.id }));
    if (answer === undefined) return;
    setSaid(answer.ok ? (one === undefined ? 'All other sessions are ended.' : 'The session is ended.') : answer.problem.message);
    reload();
  };

  return (
    <Frame here={ACCOUNT}>
      <header class="top"><div>
        <h1>Your sessions</h1>
        <p class="lead">{session.user}, {ROLE_SAYS[session.role]}. A session ends by itself after twelve hours, or when it is not used for a while.</p>
      </div></header>
      <p class="problem" role="status">{said}</p>
      {value ? <Sessions of={value.sessions} onEnd={(one) => { void end(one); }} /> : problem ? <Failed problem={problem} what="The list of your sessions" whose="Sessions are for whoever is signed in." session={session} onTry={reload} /> : <Loading what="your sessions" rows={3} />}
      {value?.factor && <SecondFactor of={value.factor} fresh={fresh} onDone={reload} />}
      {value?.hasPassword === true && <OwnPassword onDone={reload} />}
      {question}
      <CommonKeys />
    </Frame>
  );
}

function Sessions({ of, onEnd }: { readonly of: readonly OwnSession[]; readonly onEnd: (one?: OwnSession) => void }): JSX.Element {
  return (
    <section class="block">
      <Scroll label="Your sessions">
        <table class="plain-table own-sessions">
          <caption class="unseen">Sessions under your name, the newest first</caption>
          <thead><tr><th scope="col">Signed in</th><th scope="col">With</th><th scope="col">Last used</th><th scope="col">Ends at the latest</th><th scope="col"><span class="unseen">End</span></th></tr></thead>
          <tbody>{of.map((one) => (
            <tr key={one.id}>
              <th scope="row"><When at={one.openedAt} zone={undefined} />{one.isThis && <b> this one</b>}</th>
              <td>{WAYS[one.way]}</td>
              <td><When at={one.seenAt} zone={undefined} /></td>
              <td><When at={one.until} zone={undefined} /></td>
              <td class="act-cell"><button class="btn low" type="button" onClick={() => onEnd(one)}>{one.isThis ? 'Sign out' : 'End'}<span class="unseen"> the session of {new Date(one.openedAt).toISOString()}</span></button></td>
            </tr>
          ))}</tbody>
        </table>
      </Scroll>
      {of.length > 1 && <p class="btns"><button class="btn" type="button" onClick={() => onEnd()}>End all others</button></p>}
      <p class="small faint">Is there one that you do not know? End it, and tell whoever looks after Farmwatch here.</p>
    </section>
  );
}
