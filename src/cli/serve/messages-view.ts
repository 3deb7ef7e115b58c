import type { MessagesView, MessageView } from '../../api/contract.ts';
import type { App } from '../../app.ts';
import { isoOf } from '../../core/time.ts';
import { titleOf } from '../../notify/message.ts';
import type { Notice } from '../../notify/notice.ts';
import { readNotices } from '../../notify/outbox.ts';
import { standings } from '../../notify/standing.ts';

/** So many messages a page shows. */
const MOST = 200;

/** What was told, for the page; of cases that whoever asks is not shown nothing was. */
export async function messagesView({ loaded, store, now }: Pick<App, 'loaded' | 'store' | 'now'>, isShown: (caseId: string) => boolean = () => true): Promise<MessagesView> {
  const notices = (await readNotices(store)).map(({ value }) => value).filter(({ about }) => about.kind !== 'alert' || isShown(about.case));
  return {
    most: MOST,
    receivers: standings(loaded.config.notify.receivers, notices, now()).map(({ receiver, kind, sentAt, waiting, failing, lost }) => ({
      name: receiver, kind, sentAt, waiting,
      troubles: [
        ...(failing ? [`failing since ${isoOf(failing.since)}: ${failing.why}`] : []),
        ...lost.map(({ id, state, why }) => `${id} ${state === 'unsure' ? 'may or may not have arrived' : 'was given up'}: ${why}`),
      ],
    })),
    messages: notices.filter(({ quiet }) => !quiet).toSorted((a, b) => b.at - a.at).slice(0, MOST).map(messageView),
  };
}

function messageView({ id, at, about, to }: Notice): MessageView {
  return {
    id, at, title: titleOf(about), caseId: about.kind === 'alert' ? about.case : undefined,
    to: Object.entries(to).map(([receiver, { state, why }]) => ({ receiver, state: state === 'sending' ? 'waiting' : state, said: why })),
  };
}
