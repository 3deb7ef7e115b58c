import { describe, expect, it } from 'vitest';
import { isRejected, parseEvent } from '../core/parse-event.ts';
import { MONDAY } from '../../test/support/builders.ts';
import { WHOLE_RECORD, besideOf, type Made, type Make } from './side-by-side.ts';
import { okta } from './sources/okta/okta.ts';

const makeOkta: Make = (raw) => {
  const drafts = okta.map(raw, { settings: {}, options: { sso: 'use' } });
  return isRejected(drafts) ? drafts : drafts.map((draft) => parseEvent(draft, { stamp: MONDAY }) as unknown as Made);
};
const RECORD = {
  uuid: 'event-1', published: '2026-11-02T08:00:00.000Z', eventType: 'user.session.start', outcome: { result: 'SUCCESS' },
  actor: { id: '00u1', type: 'User', alternateId: 'Kim@acme.example' }, client: { ipAddress: '198.51.100.7', zone: 'OFF' }, version: '0',
};

describe('a record beside its event', () => {
  it('shows what fills each field, what is needed, and what nothing uses', () => {
    const { sides, needed, unused } = besideOf(RECORD, 0, makeOkta);

    expect(Object.fromEntries(sides.map(({ field, from }) => [field, from]))).toMatchObject({
      '@timestamp': ['published'], 'event.id': ['uuid'], 'event.outcome': ['outcome.result'], 'source.ip': ['client.ipAddress'], 'user.email': ['actor.alternateId'], 'event.module': [],
    });
    expect(needed).toEqual(['published', 'eventType', 'actor.type']);
    expect(unused).toContain('client.zone');
    expect(unused).not.toContain('client.ipAddress');
  });

  it('says that everything fills an id that is made of the whole record', () => {
    const { uuid: _, ...without } = RECORD;

    expect(besideOf(without, 0, makeOkta).sides.find(({ field }) => field === 'event.id')).toMatchObject({ from: [WHOLE_RECORD] });
  });

  it('shows nothing of a record that becomes no event', () => {
    expect(besideOf({ ...RECORD, eventType: 'policy.lifecycle.create' }, 0, makeOkta)).toEqual({ sides: [], needed: [], unused: [] });
  });

  it('leaves the record as it was', () => {
    const before = structuredClone(RECORD);

    besideOf(RECORD, 0, makeOkta);

    expect(RECORD).toEqual(before);
  });

  it('finds a value in a long line without trying a name from every character of it', () => {
    const line = `${'a'.repeat(120_000)} user=kim`;
    const begun = performance.now();

    const { sides } = besideOf(line, 0, () => [{ 'user.name': 'kim' }] as never);

    expect(sides.find(({ field }) => field === 'user.name')?.from).toEqual(['user']);
    // As it was before, it took ten seconds and more.
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
  it('says where in a plain line a value stands', () => {
    const make: Make = () => [{ '@timestamp': MONDAY, 'event.id': 'a', 'event.ingested': MONDAY, 'event.action': 'vpn-connected', 'user.name': 'kim', 'source.ip': '198.51.100.7' }];

    const { sides } = besideOf('<166>User <kim> remip=198.51.100.7 up', 0, make);

    expect(Object.fromEntries(sides.map(({ field, from }) => [field, from]))).toMatchObject({ 'source.ip': ['remip'], 'user.name': ['character 12'], '@timestamp': ['the line'] });
  });
});
