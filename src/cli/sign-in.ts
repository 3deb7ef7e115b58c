import { oidcDoor } from '../api/oidc.ts';
import type { ApiParts } from '../api/parts.ts';
import { readSecret, type Loaded } from '../config.ts';

/** Ways to sign in, as the configuration names them. */
export function signInOf({ config, path }: Loaded): NonNullable<ApiParts['signIn']> {
  const { local, oidc } = config.sign_in;
  if (!oidc) return { local };
  return {
    local,
    oidc: oidcDoor({
      label: oidc.label, issuer: oidc.issuer, clientId: oidc.client_id, clientSecret: oidc.client_secret === undefined ? undefined : readSecret(oidc.client_secret, path),
      baseUrl: oidc.base_url, scopes: oidc.scopes, groupsClaim: oidc.groups_claim, roles: oidc.roles,
    }),
  };
}
