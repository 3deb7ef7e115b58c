import { describe, expect, it } from 'vitest';
import { aPerson, at, storeOf } from '../../../test/support/window.ts';
import type { App } from '../../app.ts';
import type { Case } from '../../cases/case.ts';
import { onRecord } from './check-shipments.ts';

describe('what parcels are checked against', () => {
  it('names people of cases that were closed as a laptop farm, and of no other case', async () => {
    const aCase = (hires: readonly string[], status: Case['status'], reason?: string): Case => ({ id: hires.join(), hires, status, closed: reason === undefined ? null : { reason } } as unknown as Case);
    const cases = [aCase(['zed', 'yan'], 'closed', 'true'), aCase(['kim'], 'open'), aCase(['lee'], 'closed', 'false')];
    const store = await storeOf({ asOf: at('2026-11-10', 12), people: [aPerson({ hire_id: 'kim' })], events: [] });
    const pipeline = { parts: { scope: { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' } }, casesAt: async () => cases } as unknown as App['pipeline'];

    const { ofFarms } = await onRecord({ store, pipeline }, at('2026-11-10', 12));

    expect([...ofFarms]).toEqual(['zed', 'yan']);
  });
});
