import { describe, expect, it } from 'vitest';
import type { PersonRow } from '../../core/person.ts';
import { aPerson } from '../../../test/support/window.ts';
import { isOnePerson } from './one-person.ts';

const PAID = { bank_token: 'bank:1:a', phone_token: 'phone:1:a' };
const older = (fields: Partial<PersonRow> = {}): PersonRow => aPerson({ hire_id: 'c-1', email: 'kim.ext@company.example', start_date: '2026-05-04', end_date: '2026-11-13', ...PAID, ...fields });
const younger = (fields: Partial<PersonRow> = {}): PersonRow => aPerson({ hire_id: 'e-1', email: 'kim@company.example', start_date: '2026-11-16', ...PAID, ...fields });
const { end_date: _end, ...unended } = older();

describe('isOnePerson', () => {
  it.each<[string, PersonRow, PersonRow]>([
    ['one bank account and phone, one employment after the other', older(), younger()],
    ['the same with a handover of thirty days', older({ end_date: '2026-12-16' }), younger()],
    ['the mail address they had two years before', older({ end_date: '2024-11-13', start_date: '2024-05-06', email: 'Kim@company.example', bank_token: 'bank:1:b' }), younger()],
    ['an account name', older({ user_names: ['CORP\\kim'], phone_token: 'phone:1:b' }), younger({ user_names: ['kim2', 'corp\\KIM'] })],
    ['the mail address of a contractor whose row nobody ended', { ...unended, email: 'kim@company.example', employment: 'contractor' }, younger({ employment: 'employee' })],
  ])('knows %s', (_what, a, b) => {
    expect([isOnePerson(a, b), isOnePerson(b, a)]).toEqual([true, true]);
  });

  it.each<[string, PersonRow, PersonRow]>([
    ['who work side by side for longer than a handover', older({ end_date: '2026-12-17' }), younger()],
    ['of whom neither leaves', unended, younger()],
    ['of whom neither leaves, though one is a contractor', { ...unended, employment: 'contractor' }, younger({ employment: 'employee' })],
    ['who come months after each other', older({ end_date: '2026-08-14' }), younger()],
    ['who have a bank account in common and no phone', older({ phone_token: 'phone:1:b' }), younger()],
    ['whose rows name nothing', older({ bank_token: 'n/a', phone_token: '0000000000' }), younger({ bank_token: 'n/a', phone_token: '0000000000' })],
    ['who start on one day', older({ start_date: '2026-11-16', end_date: '2026-12-01' }), younger()],
    ['who share an account name at the same time', older({ end_date: '2027-03-31', user_names: ['desk'] }), younger({ user_names: ['desk'] })],
  ])('takes for two those %s', (_who, a, b) => {
    expect([isOnePerson(a, b), isOnePerson(b, a)]).toEqual([false, false]);
  });
});
