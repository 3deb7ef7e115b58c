import { alertDocument, alertIndex, alertIndexBody } from '../ecs.ts';
import { nested } from '../nested.ts';
import type { ReceiverOf } from '../receivers.ts';
import { post } from './post.ts';
import type { Sender } from './sender.ts';

/**
 * An index of alerts in Elasticsearch. The id of a document is that of the notice, and it is only ever created:
 * however often it is sent, it is there once.
 */
export const elasticsearch: Sender<'elasticsearch'> = {
  kind: 'elasticsearch', told: true,
  compose: (message, { form, prefix }, whom) => ({ index: alertIndex(prefix, form), id: message.id, document: nested(alertDocument(message, form === 'accounts' ? whom : undefined)) }),
  async send(message, receiver, { secret }, whom) {
    const { url, form, prefix } = receiver;
    const index = alertIndex(prefix, form);
    const { header, secrets } = accountOf(receiver, secret);
    const ask = { method: 'PUT' as const, headers: { authorization: header }, secrets };
    const at = (path: string): string => `${url.replace(/\/+$/, '')}/${path}`;
    // 400: it is there already. 403: somebody else makes the indexes here, by the template. The document tells what is missing.
    const made = await post({ ...ask, url: at(index), body: JSON.stringify(alertIndexBody(form)), also: [400, 403] });
    if (!made.sent) return { ...made, sure: true };
    const document = nested(alertDocument(message, form === 'accounts' ? whom : undefined));
    // 409: an earlier attempt arrived after all.
    return post({ ...ask, url: at(`${index}/_create/${encodeURIComponent(message.id)}`), body: JSON.stringify(document), also: [409] });
  },
};

function accountOf({ username, password, api_key: apiKey }: ReceiverOf<'elasticsearch'>, secret: (reference: string) => string): { readonly header: string; readonly secrets: readonly string[] } {
  const text = apiKey !== undefined ? secret(apiKey) : Buffer.from(`${username ?? ''}:${secret(password!)}`).toString('base64');
  return { header: `${apiKey !== undefined ? 'ApiKey' : 'Basic'} ${text}`, secrets: [text, ...(password === undefined ? [] : [secret(password)])] };
}
