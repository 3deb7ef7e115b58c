import { describe, expect, it } from 'vitest';
import { anEvent } from '../../test/support/builders.ts';
import { keysOf } from './event-keys.ts';
import { eventsAt, packed } from './packed-events.ts';

describe('keys of events', () => {
  it('are equal for copies, whatever batch they stand in and whatever else they say', () => {
    const a = anEvent({ 'event.id': 'a' });
    const alone = keysOf(packed([a]));
    const among = keysOf(packed([anEvent({ 'event.module': 'x' }), anEvent({ 'event.id': 'b' }), { ...a, 'event.action': 'check-in', 'user.name': 'kim' }]));

    expect(among[2]).toBe(alone[0]);
  });

  it('differ between ids, modules and datasets, also where their texts run together', () => {
    const { 'event.module': _m, 'event.dataset': _d, ...bare } = anEvent({ 'event.id': 'a' });
    const events = [
      bare, { ...bare, 'event.module': 'a' }, { ...bare, 'event.dataset': 'a' }, { ...bare, 'event.module': 'ab', 'event.dataset': 'c' }, { ...bare, 'event.module': 'a', 'event.dataset': 'bc' },
      ...Array.from({ length: 200_000 }, (_, i) => ({ ...bare, 'event.id': i % 2 === 0 ? String(i) : `id-${i.toString(16).padStart(8, '0')}` })),
    ];

    expect(new Set(keysOf(packed(events))).size).toBe(events.length);
  });

  it('stand at the positions of their events', () => {
    const events = [1, 2, 3, 4].map((n) => anEvent({ 'event.id': `e${n}` }));
    const whole = keysOf(packed(events));

    const some = keysOf(eventsAt(packed(events), (position) => position > 1));

    expect([some[2], some[3]]).toEqual([whole[2], whole[3]]);
  });
});
