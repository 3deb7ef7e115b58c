import { SECOND } from '../../core/time.ts';
import { alertDocument, type Whom } from '../ecs.ts';
import { nested } from '../nested.ts';
import type { Message } from '../message.ts';
import type { ReceiverOf } from '../receivers.ts';
import { post } from './post.ts';
import type { Sender } from './sender.ts';

/**
 * The HTTP Event Collector of Splunk. A repeat carries the same `event.id`, so a search may tell it; the collector itself does not.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/Data/FormateventsforHTTPEventCollector
 */
export const splunkHec: Sender<'splunk-hec'> = {
  kind: 'splunk-hec', told: true,
  compose: hecEvent,
  async send(message, receiver, { secret }, whom) {
    const token = secret(receiver.token);
    return post({ url: new URL('services/collector/event', withSlash(receiver.url)).href, headers: { authorization: `Splunk ${token}` }, body: JSON.stringify(hecEvent(message, receiver, whom)), secrets: [token] });
  },
};

function hecEvent(message: Message, { index, form }: ReceiverOf<'splunk-hec'>, whom?: Whom): object {
  return {
    time: message.at / SECOND, source: 'farmwatch', sourcetype: 'farmwatch:alert', ...(index === undefined ? {} : { index }),
    event: nested(alertDocument(message, form === 'accounts' ? whom : undefined)),
  };
}

/** A path below the address is kept. */
function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
