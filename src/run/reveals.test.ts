import { describe, expect, it } from 'vitest';
import { HOUR } from '../core/time.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { ALONE_WAITS, NO_REVEALS, openIn, revealBook, revealJournal, stateOf, WAITS_AT_MOST, whyNotAnswer, whyNotLook, withEntry, type AskedReveal, type RevealEntry, type StandingReveal } from './reveals.ts';

const AT = Date.UTC(2026, 10, 30, 12);
const asked = (more: Partial<AskedReveal> = {}): RevealEntry => ({ did: 'asked', reveal: { id: 'r', at: AT, by: 'kim', about: 'c-1', hires: ['h-1'], purpose: 'check', reason: 'HR will call.', lasts: 8 * HOUR, ...more } });
const granted = (by = 'hr', after = HOUR): RevealEntry => ({ did: 'granted', id: 'r', at: AT + after, by });
const refused = (by = 'hr', after = 2 * HOUR): RevealEntry => ({ did: 'refused', id: 'r', at: AT + after, by, note: 'Call the manager first.' });
const bookOf = (...entries: readonly RevealEntry[]) => entries.reduce(withEntry, NO_REVEALS);
const one = (...entries: readonly RevealEntry[]): StandingReveal => bookOf(...entries).all[0]!;

describe('a reveal', () => {
  it('waits, is open for its hours once somebody else grants it, and is over then', () => {
    const waiting = one(asked());
    const open = one(asked(), granted());

    expect(stateOf(waiting, AT + HOUR)).toBe('waiting');
    expect(openIn(open)).toEqual({ from: AT + HOUR, to: AT + 9 * HOUR });
    expect([AT, AT + HOUR, AT + 9 * HOUR - 1, AT + 9 * HOUR].map((now) => stateOf(open, now))).toEqual(['waiting', 'open', 'open', 'over']);
  });

  it('is over when nobody has answered', () => {
    expect(stateOf(one(asked()), AT + WAITS_AT_MOST)).toBe('over');
    expect(stateOf(one(asked(), granted('hr', WAITS_AT_MOST)), AT + WAITS_AT_MOST)).toBe('over');
  });

  it('takes no grant from whoever asked, none twice, and none after a refusal', () => {
    expect(one(asked(), granted('kim')).granted).toBeUndefined();
    expect(one(asked(), granted('hr'), granted('privacy', 2 * HOUR)).granted).toEqual({ at: AT + HOUR, by: 'hr' });
    expect(stateOf(one(asked(), refused(), granted('hr', 3 * HOUR)), AT + 3 * HOUR)).toBe('refused');
  });

  it('ends when it is refused after it was granted', () => {
    expect(stateOf(one(asked(), granted(), refused()), AT + 3 * HOUR)).toBe('refused');
  });

  it('opens by itself an hour later where nobody else may grant it, unless it is refused before', () => {
    const alone = asked({ alone: { reader: 'counsel', opensAt: AT + ALONE_WAITS } });

    expect([AT, AT + HOUR - 1, AT + HOUR, AT + 9 * HOUR].map((now) => stateOf(one(alone), now))).toEqual(['waiting', 'waiting', 'open', 'over']);
    expect(stateOf(one(alone, refused('privacy', HOUR / 2)), AT + HOUR)).toBe('refused');
  });

  it('asked for twice under one id is one', () => {
    expect(bookOf(asked(), asked({ by: 'lea' })).all).toHaveLength(1);
  });
});

describe('whoever answers or looks is told why it cannot be', () => {
  const open = one(asked(), granted());

  it.each([
    ['grant', one(asked()), 'kim', AT + 1, 'You asked for it yourself. Somebody else has to grant it.'],
    ['grant', open, 'privacy', AT + 2 * HOUR, 'It is granted already.'],
    ['grant', open, 'privacy', AT + 10 * HOUR, 'Its time is over. Who needs it has to ask again.'],
    ['refuse', one(asked(), refused()), 'privacy', AT + 3 * HOUR, 'It was refused by hr. Who needs it has to ask again.'],
    ['refuse', open, 'hr', AT + 2 * HOUR, undefined],
  ] as const)('%s %#', (what, reveal, by, now, why) => {
    expect(whyNotAnswer(reveal, by, now, what, AT)).toBe(why);
  });

  it.each([
    [open, 'lea', AT + 2 * HOUR, /Somebody else asked for this/], [one(asked()), 'kim', AT + 1, /waits for a second person/], [open, 'kim', AT + 10 * HOUR, /time is over/],
    [one(asked(), refused()), 'kim', AT + 3 * HOUR, /refused by hr: Call the manager first\./],
  ] as const)('look %#', (reveal, by, now, why) => {
    expect(whyNotLook(reveal, by, now, AT)).toMatch(why);
  });

  it('when the clock was set back: an open reveal does not last longer for it', () => {
    const book = bookOf(asked(), granted(), { did: 'looked', id: 'r', at: AT + 8 * HOUR, by: 'kim' });

    expect(whyNotLook(book.all[0]!, 'kim', AT + 2 * HOUR, book.latest)).toMatch(/The clock .* was set back/);
    expect(whyNotAnswer(book.all[0]!, 'hr', AT + 2 * HOUR, 'refuse', book.latest)).toMatch(/The clock .* was set back/);
    expect(whyNotLook(book.all[0]!, 'kim', AT + 8 * HOUR, book.latest)).toBeUndefined();
  });
});

it('the book is the fold of the journal, however often it is read', async () => {
  const store = memoryStore({ now: () => AT });
  const journal = revealJournal(store);
  const read = revealBook(store);
  await journal.append(asked());
  const first = await read();
  await journal.append(granted());
  await journal.append({ did: 'looked', id: 'r', at: AT + 2 * HOUR, by: 'kim' });

  expect(first.all[0]!.granted).toBeUndefined();
  expect(await read()).toEqual(bookOf(asked(), granted(), { did: 'looked', id: 'r', at: AT + 2 * HOUR, by: 'kim' }));
  expect((await read()).all[0]!.looks).toEqual([AT + 2 * HOUR]);
});
