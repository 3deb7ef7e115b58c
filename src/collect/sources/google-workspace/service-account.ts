import { MINUTE, SECOND } from '../../../core/time.ts';
import { FarmwatchError } from '../../../errors.ts';
import { textIn } from '../../pull/answers.ts';
import { bearerFrom, signedAssertion } from '../../pull/auth.ts';
import type { Authorise } from '../../pull/http.ts';
import type { PullIo } from '../../pull/pull.ts';
import { parseJson } from '../../json.ts';

const SOURCE = 'google-workspace';
/** For whom an assertion is meant, wherever it is handed in. */
const AUDIENCE = 'https://oauth2.googleapis.com/token';
const LASTS = 30 * MINUTE;

/**
 * Tokens of a service account that acts for an administrator (domain-wide delegation).
 *
 * @param keyFile the JSON key file of the account, as text
 * @throws FarmwatchError `source.refused` where it is none
 * @see https://developers.google.com/identity/protocols/oauth2/service-account
 */
export function serviceAccount({ http, now }: Pick<PullIo, 'http' | 'now'>, { keyFile, admin, login, scope }: { readonly keyFile: string; readonly admin: string; readonly login: string; readonly scope: string }): Authorise {
  const { email, key, keyId } = accountIn(keyFile);
  return bearerFrom({
    http: http.at(login), now, url: 'token',
    form: () => {
      const issued = Math.floor(now() / SECOND);
      return {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: signedAssertion({ iss: email, sub: admin, scope, aud: AUDIENCE, iat: issued, exp: issued + LASTS / SECOND }, { key, source: SOURCE, ...(keyId === undefined ? {} : { keyId }) }),
      };
    },
  });
}

function accountIn(keyFile: string): { readonly email: string; readonly key: string; readonly keyId: string | undefined } {
  let parsed: unknown;
  try {
    parsed = parseJson(keyFile);
  } catch {
    // The cause would quote the key.
  }
  const email = textIn(parsed, 'client_email');
  const key = textIn(parsed, 'private_key');
  if (email === undefined || key === undefined) throw new FarmwatchError('source.refused', { source: SOURCE, why: 'what pull.key_file points to is no key file of a service account', cure: 'Put the whole JSON file there that Google made.' });
  return { email, key, keyId: textIn(parsed, 'private_key_id') };
}
