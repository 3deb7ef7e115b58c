import type { App } from '../app.ts';
import { readSecret } from '../config.ts';
import { HOUR } from '../core/time.ts';
import { messageOf as said } from '../errors.ts';
import type { RevealRules } from '../api/parts.ts';
import { messageOf } from '../notify/message.ts';
import { senderFor } from '../notify/senders/index.ts';

/** What the configuration says of reveals: how long they last, and who outside hears of one that nobody else may grant. */
export function revealRules({ loaded: { config, path }, now }: App): RevealRules {
  const { hours, outside_reader: reader } = config.reveal;
  const receiver = reader === undefined ? undefined : config.notify.receivers[reader];
  return {
    lasts: hours * HOUR,
    ...(reader === undefined || receiver === undefined ? {} : {
      outside: {
        reader,
        async tell({ id, at, ...about }) {
          const message = messageOf({ id: `reveal-${id}`, at, about: { kind: 'reveal', ...about } }, { company: config.company.name, pages: config.notify.link, acknowledgeWithin: HOUR });
          try {
            const outcome = await senderFor(receiver).send(message, receiver as never, { secret: (reference) => readSecret(reference, path), now: now() });
            return outcome.sent ? undefined : outcome.why;
          } catch (error) {
            return said(error);
          }
        },
      },
    }),
  };
}
