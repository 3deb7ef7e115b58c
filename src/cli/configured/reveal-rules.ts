import { randomBytes } from 'node:crypto';
import { namesOf } from '../../api/names.ts';
import type { RevealRules } from '../../api/parts.ts';
import type { App } from '../../app.ts';
import { HOUR } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import type { RevealOut } from '../../notify/notice.ts';
import { planReveal, revealTelling } from '../../notify/outbox.ts';
import { ALONE_WAITS, isUntold, PURPOSES, revealBook, revealJournal, stateOf, type StandingReveal } from '../../run/reveals.ts';

/**
 * What the configuration says of reveals: how long they last, and who outside hears of one that nobody else may grant.
 *
 * @param hurry runs the job that tells people now, unless it is running
 */
export function revealRules(app: App, hurry: () => Promise<void>): RevealRules {
  const { hours, outside_reader: reader } = app.loaded.config.reveal;
  return {
    lasts: hours * HOUR,
    ...(reader === undefined || app.loaded.config.notify.receivers[reader] === undefined ? {} : {
      outside: {
        reader, tell: hurry,
        async why(id) {
          const { state = 'waiting', why } = await revealTelling(app.store, id) ?? {};
          return state === 'unsure' ? `nobody knows whether it arrived: ${why ?? ''}` : why;
        },
      },
    }),
  };
}

/** Reveals of which the reader outside has not heard. */
async function untold({ store, now }: Pick<App, 'store' | 'now'>): Promise<readonly StandingReveal[]> {
  return (await revealBook(store)()).all.filter((reveal) => isUntold(reveal) && stateOf(reveal, now()) === 'waiting');
}

/** Notes what the reader outside has to hear of. What is noted already stays as it is. */
export async function planReveals(app: Pick<App, 'store' | 'now'>): Promise<void> {
  for (const { id, alone } of await untold(app)) await planReveal(app.store, alone!.reader, id, app.now());
}

/** Lets the hour begin for reveals of which the reader outside has heard meanwhile. */
export async function settleReveals(app: Pick<App, 'store' | 'now'>): Promise<void> {
  for (const { id, alone } of await untold(app)) {
    const telling = await revealTelling(app.store, id);
    if (telling?.state === 'sent') await revealJournal(app.store).append({ did: 'told', id, at: telling.doneAt ?? app.now(), by: alone!.reader });
  }
}

/** A reveal as the reader outside is told of it: by pseudonym. @throws FarmwatchError `not.found` where it was let go */
export async function revealOut({ store, now }: Pick<App, 'store' | 'now'>, id: string): Promise<RevealOut> {
  const reveal = (await revealBook(store)()).all.find((one) => one.id === id);
  if (!reveal) throw new FarmwatchError('not.found', { what: 'reveal of this message' });
  const { of } = await namesOf(store, reveal.hires, randomBytes(16).toString('hex'));
  const { by, about, hires, purpose, reason } = reveal;
  return { kind: 'reveal', by, about, people: hires.map(of), purpose: PURPOSES[purpose], reason, opensAt: now() + ALONE_WAITS };
}
