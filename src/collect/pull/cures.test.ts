import { describe, expect, it } from 'vitest';
import { cureOfAnswer, cureOfNetwork, saidOfNetwork } from './cures.ts';

describe('what mends a pull', () => {
  it.each([
    ['ECONNREFUSED', 'nobody listens there (ECONNREFUSED)', /host and the port/], ['ENOTFOUND', 'nobody knows that name (ENOTFOUND)', /DNS/], ['ETIMEDOUT', 'nothing came back from there (ETIMEDOUT)', /firewall/i],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'what answers there speaks no TLS (ERR_SSL_WRONG_VERSION_NUMBER)', /port/], ['CERT_HAS_EXPIRED', 'CERT_HAS_EXPIRED', /certificate has ended/], ['SELF_SIGNED_CERT_IN_CHAIN', 'SELF_SIGNED_CERT_IN_CHAIN', /network\.ca_file/],
  ])('is said of %s, beside its code', (code, said, cure) => {
    expect(saidOfNetwork(code)).toBe(said);
    expect(cureOfNetwork(code)).toMatch(cure);
  });

  it('is nothing that anybody could tell of a reason that nobody knows', () => {
    expect([saidOfNetwork('constructor'), cureOfNetwork('constructor'), saidOfNetwork('EODD'), cureOfNetwork('EODD')]).toEqual(['constructor', undefined, 'EODD', undefined]);
  });

  it('is the sign-in of the vendor before the status', () => {
    expect(cureOfAnswer(400, 'AADSTS90002: Tenant not found')).toMatch(/pull\.tenant/);
    expect(cureOfAnswer(401, '')).toMatch(/expired or been revoked/);
    expect(cureOfAnswer(407, '')).toMatch(/HTTPS_PROXY/);
  });
});
