import type { Instant } from '../core/time.ts';
import type { EcsDocument } from './life.ts';

/** A change in the personnel or identity record. */
export function accountChanged(at: Instant, email: string, kind: 'bank' | 'phone' | 'mfa' | 'address' | 'email', token: string, address?: string): EcsDocument {
  const source = kind === 'mfa' ? { 'event.module': 'okta', 'event.dataset': 'okta.system' } : { 'event.module': 'workday', 'event.dataset': 'workday.audit' };
  return {
    '@timestamp': Math.round(at), 'event.action': 'account-changed', ...source, 'event.outcome': 'success', 'user.email': email,
    'farmwatch.identity.kind': kind, 'farmwatch.identity.token': token, ...(address ? { 'source.ip': address } : {}),
  };
}

/** A check by a human. */
export function verified(at: Instant, email: string, kind: string, outcome: 'confirmed' | 'refuted' | 'inconclusive', by: string): EcsDocument {
  return {
    '@timestamp': Math.round(at), 'event.action': 'verified', 'event.module': 'workday', 'event.dataset': 'workday.audit', 'event.outcome': 'success', 'user.email': email,
    'farmwatch.verification.kind': kind, 'farmwatch.verification.outcome': outcome, 'farmwatch.verification.by': by,
  };
}
