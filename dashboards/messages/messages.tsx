import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { MessagesView, MessageView, ReceiverView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { caseHref } from '../router.ts';
import { useSession } from '../session.ts';
import { CommonKeys } from '../kit/key-help.tsx';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading } from '../kit/states.tsx';
import { When } from '../kit/when.tsx';
import { Frame, MESSAGES } from '../soc/frame.tsx';

const STATES = { 'sent': 'sent', 'waiting': 'waits', 'unsure': 'may have arrived', 'given-up': 'given up' } as const satisfies Record<MessageView['to'][number]['state'], string>;

/** What was told to whom, when, and what failed. */
export function Messages(): JSX.Element {
  const { value, problem, reload } = useResource<MessagesView>('/api/messages');
  const { session } = useSession();
  useEffect(() => { document.title = 'Messages · Farmwatch'; }, []);
  return (
    <Frame here={MESSAGES}>
      <header class="top"><div>
        <h1>Messages about cases</h1>
        <p class="lead">What left Farmwatch by mail, chat and other systems. Messages name nobody; the case is behind its link.</p>
      </div></header>
      {value ? <Told of={value} /> : problem ? <Failed problem={problem} what="What was sent" session={session} onTry={reload} /> : <Loading what="messages" rows={8} />}
      <CommonKeys />
    </Frame>
  );
}

function Told({ of }: { readonly of: MessagesView }): JSX.Element {
  if (of.receivers.length === 0 && of.messages.length === 0) return <Empty lead="Nobody is told of cases.">Whoever looks after Farmwatch can name receivers under <code>notify</code> in <code>farmwatch.json</code>: mail, webhook, Slack, Teams, Splunk, Elasticsearch.</Empty>;
  return (
    <>
      <section class="block">
        <header><h2>Receivers</h2></header>
        <Scroll label="Receivers">
          <table class="plain-table receivers">
            <caption class="unseen">Receivers, and how each fares</caption>
            <thead><tr><th scope="col">Receiver</th><th scope="col">Kind</th><th scope="col">Last sent</th><th scope="col" class="num">Waiting</th><th scope="col">Trouble</th></tr></thead>
            <tbody>{of.receivers.map((receiver) => <Receiver key={receiver.name} of={receiver} />)}</tbody>
          </table>
        </Scroll>
      </section>
      <section class="block">
        <header><h2>Messages</h2><p>The newest first, at most {of.most}.</p></header>
        {of.messages.length === 0 ? <p>No case has opened, gained a family or waited too long since receivers were named.</p> : (
          <Scroll label="Messages">
            <table class="plain-table messages">
              <caption class="unseen">Messages with what became of them</caption>
              <thead><tr><th scope="col">Message</th><th scope="col">Made</th><th scope="col">Receivers</th></tr></thead>
              <tbody>{of.messages.map((message) => <Message key={message.id} of={message} />)}</tbody>
            </table>
          </Scroll>
        )}
      </section>
    </>
  );
}

function Receiver({ of }: { readonly of: ReceiverView }): JSX.Element {
  return (
    <tr>
      <th scope="row">{of.name}</th>
      <td>{of.kind}</td>
      <td>{of.sentAt === undefined ? 'nothing yet' : <When at={of.sentAt} zone={undefined} />}</td>
      <td class="num">{of.waiting}</td>
      <td>{of.troubles.length === 0 ? 'none' : of.troubles.map((said) => <div key={said}>{said}</div>)}</td>
    </tr>
  );
}

function Message({ of }: { readonly of: MessageView }): JSX.Element {
  return (
    <tr>
      <th scope="row">{of.caseId === undefined ? of.title : <a href={caseHref(of.caseId)}>{of.title}</a>}</th>
      <td><When at={of.at} zone={undefined} /></td>
      <td>{of.to.length === 0 ? 'nobody asked for it' : of.to.map(({ receiver, state, said }) => <div key={receiver}>{receiver}: {STATES[state]}{said !== undefined && <span class="small faint"> ({said})</span>}</div>)}</td>
    </tr>
  );
}
