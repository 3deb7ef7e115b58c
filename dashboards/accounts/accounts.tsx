import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AccountAct, AccountLine, AccountsView, DoorLine, MadeAccount } from '../../src/api/contract.ts';
import { actOnAccount, renewPassword } from '../api.ts';
import { leftBehind } from '../drafts.ts';
import { useResource } from '../resource.ts';
import { navigate } from '../router.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { KeyFoot, KeyHelp, type KeyLine } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading } from '../kit/states.tsx';
import { When } from '../kit/when.tsx';
import { ROLE_SAYS } from '../kit/words.ts';
import { ACCOUNTS, Frame } from '../soc/frame.tsx';
import { AccountDialog } from './account-dialog.tsx';
import { NewAccountForm } from './new-account.tsx';

const KEYS: readonly KeyLine[] = [{ keys: ['n'], does: 'new account' }, { keys: ['g', 'q'], does: 'first page' }, { keys: ['?'], does: 'these keys' }];
const WAYS = { 'local': 'password', 'oidc': 'company sign-in', 'break-glass': 'emergencies' } as const satisfies Record<AccountLine['way'], string>;
const STATES = { on: 'may sign in', off: 'switched off', waits: 'waits for a second person', left: 'has left' } as const satisfies Record<AccountLine['state'], string>;

/** Who may sign in, with which role, and what happened at the door. */
export function AccountsPage(): JSX.Element {
  const { session } = useSession();
  const { value: read, problem, reload } = useResource<AccountsView>('/api/accounts');
  const [after, setAfter] = useState<AccountsView>();
  const [asked, setAsked] = useState<'keys' | 'new' | AccountLine>();
  const [made, setMade] = useState<MadeAccount>();
  const value = after ?? read;
  useEffect(() => { document.title = 'Accounts · Farmwatch'; }, []);
  useEffect(() => { setAfter(undefined); }, [read]);
  // What somebody was writing when their sign-in ended is before them again.
  useEffect(() => { if (value && leftBehind(session.user)?.what === 'account') setAsked('new'); }, [value !== undefined]);
  useKeys({ 'n': () => setAsked('new'), 'g q': () => navigate('/'), '?': () => setAsked('keys') });
  const close = (): void => setAsked(undefined);
  const act = async (of: AccountLine, body: AccountAct): Promise<string | undefined> => {
    const answer = await actOnAccount(session, of.id, body);
    if (!answer.ok) return answer.problem.message;
    setAfter(answer.value);
    close();
    return undefined;
  };

  const renew = async (of: AccountLine): Promise<string | undefined> => {
    const answer = await renewPassword(session, of.id);
    if (!answer.ok) return answer.problem.message;
    setMade(answer.value);
    setAfter(answer.value.accounts);
    close();
    return undefined;
  };

  return (
    <Frame here={ACCOUNTS} simulated={session.demo}>
      <header class="top"><div><h1>Accounts</h1><p class="lead">Who may sign in here, and what happened at the door.</p></div><p class="btns push"><button class="btn main-act" type="button" onClick={() => setAsked('new')}>New account…</button></p></header>
      {!value && problem && <Failed problem={problem} what="The list of accounts" whose="Accounts are for administrators." session={session} onTry={reload} />}
      {!value && !problem && <Loading what="accounts" rows={6} />}
      {value && <Emergencies of={value.breakGlass} />}
      {value && <List of={value} onAsk={setAsked} />}
      {value && <Door of={value.door} />}
      <KeyFoot lines={KEYS.slice(0, 2)} onAll={() => setAsked('keys')} />
      {asked === 'keys' && <KeyHelp lines={KEYS} onClose={close} />}
      {asked === 'new' && value && <NewAccountForm roles={value.roles} local={value.local} onClose={close} onMade={(one) => { setMade(one); setAfter(one.accounts); close(); }} />}
      {typeof asked === 'object' && value && <AccountDialog of={asked} roles={value.roles} onAct={(body) => act(asked, body)} onRenew={() => renew(asked)} onClose={close} />}
      {made && <Password of={made} onClose={() => setMade(undefined)} />}
    </Frame>
  );
}

function List({ of, onAsk }: { readonly of: AccountsView; readonly onAsk: (one: AccountLine) => void }): JSX.Element {
  if (of.accounts.length === 0) return <Empty lead="Nobody has an account yet.">You came with a link. Make an account for whoever works here.</Empty>;
  return (
    <section class="block">
      <header><h2>Who may sign in</h2>{!of.local && <p>Local accounts are switched off; the one for emergencies works all the same.</p>}</header>
      <Scroll label="Accounts">
        <table class="plain-table accounts">
          <caption class="unseen">Accounts with role, way to sign in and state</caption>
          <thead><tr><th scope="col">Account</th><th scope="col">Role</th><th scope="col">Signs in by</th><th scope="col">State</th><th scope="col">Made</th><th scope="col" class="num">Sessions</th><th scope="col"><span class="unseen">Change</span></th></tr></thead>
          <tbody>{of.accounts.map((one) => (
            <tr key={one.id}>
              <th scope="row">{one.id}</th>
              <td>{ROLE_SAYS[one.role]}</td>
              <td>{WAYS[one.way]}{one.hasFactor !== undefined && <small class="faint">{one.hasFactor ? ' with second factor' : ' without second factor'}</small>}</td>
              <td>{one.state === 'on' ? STATES.on : <b>{STATES[one.state]}</b>}{one.confirmedBy !== undefined && <small class="faint"> confirmed by {one.confirmedBy}</small>}</td>
              <td><When at={one.madeAt} zone={undefined} short />{one.madeBy !== undefined && <small class="faint"> by {one.madeBy}</small>}</td>
              <td class="num">{one.sessions}</td>
              <td class="act-cell"><button class="btn low" type="button" onClick={() => onAsk(one)}>Change…<span class="unseen"> {one.id}</span></button></td>
            </tr>
          ))}</tbody>
        </table>
      </Scroll>
    </section>
  );
}

/** Told until nobody can overlook it: what the account for emergencies was used for. */
function Emergencies({ of }: { readonly of: readonly DoorLine[] }): JSX.Element | null {
  if (of.length === 0) return null;
  return (
    <section class="note" aria-label="The account for emergencies was used">
      <span aria-hidden="true">◇</span>
      <div><p><b>The account for emergencies was used.</b> Ask whoever it was, and give it a new password with <code>farmwatch user add NAME --break-glass</code>.</p>{of.map((line) => <p key={line.at}><When at={line.at} zone={undefined} /> {line.user}: {line.said}</p>)}</div>
    </section>
  );
}

function Door({ of }: { readonly of: readonly DoorLine[] }): JSX.Element {
  return (
    <section class="block">
      <header><h2>At the door</h2><p>The newest first. A name that is no account is never kept, for it may be a password.</p></header>
      {of.length === 0 ? <p>Nothing has happened yet since it is written down.</p> : (
        <Scroll label="At the door">
          <table class="plain-table">
            <caption class="unseen">Sign-ins, refusals and changes of accounts</caption>
            <thead><tr><th scope="col">When</th><th scope="col">Account</th><th scope="col">What</th></tr></thead>
            <tbody>{of.map((line, at) => <tr key={`${line.at} ${at}`}><th scope="row"><When at={line.at} zone={undefined} /></th><td>{line.user ?? <span class="faint">none that exists</span>}</td><td>{line.said}</td></tr>)}</tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}

/** The one time that a password is seen. */
function Password({ of, onClose }: { readonly of: MadeAccount; readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog title={`${of.name} may sign in`} lead="The password is shown once, and opens the door for a week: whoever signs in with it chooses another one. Hand it over in person or by a way that nobody else reads." onClose={onClose} shownOnce>
      <p><code class="once">{of.password}</code></p>
      {of.accounts.accounts.some(({ id, state }) => id === of.name && state === 'waits') && <p class="soft">It is somebody in their first months: another administrator has to confirm the account first.</p>}
      <p class="btns"><button class="btn main-act" type="button" data-first="" onClick={onClose}>I have noted it</button></p>
    </Dialog>
  );
}
