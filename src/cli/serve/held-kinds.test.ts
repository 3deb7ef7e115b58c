import { describe, expect, it } from 'vitest';
import { anEvent } from '../../../test/support/builders.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { aPerson } from '../../../test/support/window.ts';
import { tokenBook } from '../../collect/intake/tokens.ts';
import { register } from '../../run/housekeeping.fixture.ts';
import { heldKinds } from './held-kinds.ts';

const NOW = Date.UTC(2026, 10, 20);

describe('what the store holds', () => {
  it('is told by kind, whichever way it came in: systems, tokens, and columns that some row has', async () => {
    const store = memoryStore({ now: () => NOW });
    await store.events.append([anEvent({ '@timestamp': NOW - 90 * 86_400_000, 'event.module': 'edr' }), anEvent({ '@timestamp': NOW - 1, 'event.module': 'workday' })]);
    await tokenBook(store).make('osquery', NOW);
    await register(store, 'people', [aPerson({ hire_id: 'kim', manager_email: 'lee@acme.example', device_serials: [] })]);

    const { modules, tokens, lists } = await heldKinds({ store }, NOW);

    expect([modules, tokens, Object.keys(lists)]).toEqual([['edr', 'workday'], ['osquery'], ['people']]);
    expect(lists.people).toContain('manager_email');
    expect(lists.people).not.toContain('device_serials');
  });

  it('is nothing in an empty store', async () => {
    expect(await heldKinds({ store: memoryStore({ now: () => NOW }) }, NOW)).toEqual({ modules: [], tokens: [], lists: {} });
  });
});
