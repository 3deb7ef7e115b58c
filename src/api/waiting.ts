import type { Case } from '../cases/case.ts';
import { isContact, type StandingAct } from '../run/laptops/device-acts.ts';
import type { Word } from '../run/waiting-book.ts';
import type { WaitingAct, WaitingNote } from './contract.ts';
import type { Scene } from './scene.ts';

/** An act on a laptop that waits, as whoever works on cases sees it. */
export function waitingView(act: StandingAct, user: string, { cases, names, things }: Pick<Scene, 'cases' | 'names' | 'things'>): WaitingAct {
  const { id, kind, at, by, hire, serial, move } = act;
  const refused = refusal(act, user, cases);
  return {
    id, kind, at, by, person: names.of(hire), laptop: things.of('laptop', serial), cases: openAbout(act, cases).map((state) => ({ id: state.id, owner: state.owner ?? undefined })),
    ...(move ? { move: { from: move.from, until: move.until, approvedBy: move.approvedBy, town: move.place?.city } } : {}),
    notes: notesOf(act.held), ...(refused === undefined ? {} : { refused }),
  };
}

/**
 * Why somebody cannot let an act go: a move needs another account than the one that recorded it, and a contact is for
 * whoever owns the case about the holder, where somebody does.
 */
export function refusal(act: StandingAct, user: string, cases: readonly Case[]): string | undefined {
  if (!isContact(act.kind)) return act.by === user ? 'You recorded it yourself. Somebody else has to confirm it.' : undefined;
  const owned = openAbout(act, cases).filter(({ owner }) => owner !== null);
  const [first] = owned;
  if (!first || owned.some(({ owner }) => owner === user)) return undefined;
  return `${first.owner} works on ${first.id} and decides. Ask them, or take the case over first.`;
}

export function notesOf(held: readonly Word[] = []): readonly WaitingNote[] {
  return held.map(({ at, by, note = '' }) => ({ at, by, text: note }));
}

const openAbout = ({ hire }: StandingAct, cases: readonly Case[]): readonly Case[] => cases.filter(({ status, hires }) => status === 'open' && hires.includes(hire));
