import { expect, it } from 'vitest';
import { accountBook } from '../../api/accounts.ts';
import { SESSION_LENGTH } from '../../api/session-book.ts';
import { MINUTE } from '../../core/time.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { NOW, keepHouse, shelfOf } from '../housekeeping.fixture.ts';

it('a night takes out sessions that are over, and leaves those that go on', async () => {
  const store = memoryStore({ now: () => NOW });
  const book = accountBook(store);
  await book.open('ann', 'analyst', NOW - SESSION_LENGTH);
  const { secret } = await book.open('ann', 'analyst', NOW - MINUTE);

  await keepHouse(store);

  expect(await shelfOf(store, 'sessions')).toHaveLength(1);
  expect(await book.find(secret, NOW)).toBeDefined();
});
