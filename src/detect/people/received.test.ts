import { describe, expect, it } from 'vitest';
import type { ApplicationRow } from '../../core/person.ts';
import { certaintyOf, inForce, receivedOf } from './received.ts';

const KIM: ApplicationRow = {
  application_id: 'a-1', email: 'kim.lee@post.example', phone: 'phone:1:kim', phone_token: 'applications:phone:other', applied_from_ip: '192.0.2.9',
  portfolio_url: 'https://kim.example/', resume_shingles: ['a', 'b', 'c', 'd'],
};
const meets = (kind: string, value: string): boolean => receivedOf([{ kind, value }], 0.3).matching(KIM).length === 1;

describe('receivedOf', () => {
  it.each([
    ['email', 'Kim.Lee+x@post.example'], ['email', '@post.example'], ['phone', 'phone:1:kim'], ['ip', '192.0.2.9'], ['ip', '192.0.2.0/24'],
    ['portfolio', 'kim.example'], ['profile', 'http://kim.example'], ['resume', 'a b c x'],
  ])('meets %s %s', (kind, value) => {
    expect(meets(kind, value)).toBe(true);
  });

  it.each([
    ['email', 'lee@post.example'], ['email', '@example'], ['phone', 'other'], ['ip', '198.51.100.0/24'], ['profile', 'linkedin.com'],
    ['resume', 'x y z'], ['resume', 'a'], ['tool', 'anydesk'], ['device', 'SN-1'], ['address', 'address:1:kim'],
  ])('does not meet %s %s', (kind, value) => {
    expect(meets(kind, value)).toBe(false);
  });

  it('meets nothing of an application that says nothing', () => {
    expect(receivedOf([{ kind: 'email', value: '@post.example' }], 0.3).matching({ application_id: 'a-2' })).toEqual([]);
  });
});

describe('inForce', () => {
  it('counts to the end of the last day', () => {
    expect(inForce({ kind: 'ip', value: 'x', until: '2026-11-16' }, '2026-11-16')).toBe(true);
    expect(inForce({ kind: 'ip', value: 'x', until: '2026-11-16' }, '2026-11-17')).toBe(false);
    expect(inForce({ kind: 'ip', value: 'x' }, '2036-11-17')).toBe(true);
  });
});

describe('certaintyOf', () => {
  it.each([['80', 0.8], ['80 %', 0.8], ['0.8', 0.8], ['High', 0.85], ['low', 0.3], ['0', 0], ['1', 1], [undefined, 0.5], ['who knows', 0.5]] as const)('reads %s as %s', (text, share) => {
    expect(certaintyOf(text)).toBe(share);
  });
});
