import { oidcDoor } from '../../api/oidc.ts';
import type { ApiParts } from '../../api/parts.ts';
import { readSecret, type Loaded } from '../../config.ts';
import { MINUTE } from '../../core/time.ts';

/** Ways to sign in, as the configuration names them. */
export function signInOf({ config, path }: Loaded): NonNullable<ApiParts['signIn']> {
  const { local, second_factor: secondFactor, oidc } = config.sign_in;
  if (!oidc) return { local, secondFactor };
  return {
    local, secondFactor,
    oidc: oidcDoor({
      label: oidc.label, issuer: oidc.issuer, clientId: oidc.client_id, clientSecret: oidc.client_secret === undefined ? undefined : readSecret(oidc.client_secret, path),
      baseUrl: oidc.base_url, scopes: oidc.scopes, groupsClaim: oidc.groups_claim, roles: oidc.roles, acrValues: oidc.acr_values,
      ...(oidc.max_age_minutes === undefined ? {} : { maxAge: oidc.max_age_minutes * MINUTE }),
    }),
  };
}
