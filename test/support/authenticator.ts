import { Secret, TOTP } from 'otpauth';
import type { Instant } from '../../src/core/time.ts';

/** The code that somebody's phone shows at an instant. @param secret as the page tells it, in groups */
export function codeOf(secret: string, at: Instant): string {
  return new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({ timestamp: at });
}
