import type { Draft } from '../../collector.ts';

/** What the numbers of events mean that are our business. */
export const MEANINGS: Readonly<Record<string, Draft>> = {
  // Logged into OneLogin; failed authentication; logged into an application.
  5: { 'event.action': 'sign-in', 'event.outcome': 'success' },
  6: { 'event.action': 'sign-in', 'event.outcome': 'failure' },
  8: { 'event.action': 'sign-in', 'event.outcome': 'success' },
  // Registered a device for one-time passwords.
  22: { 'event.action': 'account-changed', 'event.outcome': 'success', 'farmwatch.identity.kind': 'mfa' },
};
