import type { Instant } from '../../core/time.ts';
import type { Whom } from '../ecs.ts';
import type { Message } from '../message.ts';
import type { Outcome } from '../notice.ts';
import type { Receiver, ReceiverOf } from '../receivers.ts';

/** What a sender may use to talk. */
export interface SendIo {
  /** The text behind a reference to a secret. */
  secret(reference: string): string;
  /** Time of this attempt. */
  readonly now: Instant;
}

/** A way out for messages: their shape is pure, talking comes last. */
export interface Sender<K extends Receiver['kind'] = Receiver['kind']> {
  readonly kind: K;
  /** True where the receiver tells a repeat from a new message. Elsewhere what may have arrived is not sent again. */
  readonly told: boolean;
  /** What goes out, without any secret. @param whom where the receiver takes accounts */
  compose(message: Message, receiver: ReceiverOf<K>, whom?: Whom): object;
  /** One attempt. @throws nothing that a network does; what it throws was not sent */
  send(message: Message, receiver: ReceiverOf<K>, io: SendIo, whom?: Whom): Promise<Outcome>;
}
