import type { Receiver } from '../receivers.ts';
import { elasticsearch } from './elasticsearch.ts';
import { email } from './email.ts';
import { slack } from './slack.ts';
import { splunkHec } from './splunk-hec.ts';
import { teams } from './teams.ts';
import { webhook } from './webhook.ts';
import type { Sender } from './sender.ts';

/** Every way out, by the kind of the receiver. */
const SENDERS = { email, webhook, slack, teams, 'splunk-hec': splunkHec, elasticsearch } as const satisfies { readonly [K in Receiver['kind']]: Sender<K> };

/** The sender for a receiver. */
export function senderFor(receiver: Receiver): Sender {
  // A sender gets receivers of its own kind only.
  return SENDERS[receiver.kind] as unknown as Sender;
}
