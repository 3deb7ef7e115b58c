/** What mends a pull that failed, by what the network, TLS or the vendor says. Each is a sentence for whoever runs the server. */

/** What Microsoft's sign-in says, and which of the names of a pull it is about. */
const MICROSOFT: readonly (readonly [RegExp, string])[] = [
  [/AADSTS(90002|900021|900023|90013)\b/, 'There is no such tenant: take the directory (tenant) id, a GUID, from the overview of Entra ID, and put it under pull.tenant.'],
  [/AADSTS700016\b/, 'The application is not registered in that tenant: compare pull.client_id and pull.tenant with the overview of the app registration.'],
  [/AADSTS7000215\b/, 'That is no secret of the application: put the value of the client secret where the configuration points, not its id.'],
  [/AADSTS7000222\b/, 'The client secret has expired: make a new one under Certificates & secrets, and put its value where the configuration points.'],
  [/AADSTS(65001|7000112|700027|1002012)\b/, 'The application is switched off, or nobody has consented to it: look at it under Enterprise applications, and grant admin consent.'],
];

/** @param said what the answer says of its reason */
export function cureOfAnswer(status: number | undefined, said: string): string {
  const known = MICROSOFT.find(([pattern]) => pattern.test(said))?.[1];
  if (known !== undefined) return known;
  if (status === 401) return 'The secret may have expired or been revoked: make a new one and put it where the configuration points.';
  if (status === 403) return 'The account lacks a permission; its page says which.';
  if (status === 404) return 'Check the address of the service.';
  if (status === 400 || status === 410) return 'Check the configuration. If the place where it stood is too old, "farmwatch collect SOURCE --again" begins anew.';
  if (status === 407) return 'The proxy wants an account: write it into HTTPS_PROXY.';
  if (status !== undefined && status >= 300 && status < 400) return 'It sends elsewhere: name the final address.';
  return 'Check the configuration of the source.';
}

/** What Node says where nobody it trusts vouches for a certificate. */
const UNTRUSTED = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY']);
/** What is wrong with others. */
const UNFIT: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'Its certificate has ended, or the clock of this machine is wrong.',
  CERT_NOT_YET_VALID: 'Its certificate begins later, or the clock of this machine is wrong.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another name: write the address as the certificate has it.',
};

/** A certificate gets no better by asking again. */
export function isOfCertificate(code: string): boolean {
  return UNTRUSTED.has(code) || Object.hasOwn(UNFIT, code);
}

const NO_WAY = ['nothing came back from there', 'A firewall may stand between: let this machine reach that address, or name the proxy in HTTPS_PROXY.'] as const;
const NO_TLS = ['what answers there speaks no TLS', 'Check the port; or something that speaks plain HTTP is behind it, such as a proxy.'] as const;
const BROKEN_OFF = ['it broke the connection off', 'Check the address and the port; a proxy or firewall in between may do that too.'] as const;
const NO_NAME = ['nobody knows that name', 'Check the name in the address, and the DNS of this machine; where only a proxy knows it, name the proxy in HTTPS_PROXY.'] as const;
const NETWORK: Readonly<Record<string, readonly [what: string, cure: string]>> = {
  ECONNREFUSED: ['nobody listens there', 'Check the host and the port in the address; the service, or the proxy of HTTPS_PROXY, may be stopped.'],
  ENOTFOUND: NO_NAME, EAI_AGAIN: NO_NAME,
  ETIMEDOUT: NO_WAY, UND_ERR_CONNECT_TIMEOUT: NO_WAY, EHOSTUNREACH: NO_WAY, ENETUNREACH: NO_WAY,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS, ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS, EPROTO: NO_TLS,
  ECONNRESET: BROKEN_OFF, UND_ERR_SOCKET: BROKEN_OFF, EPIPE: BROKEN_OFF,
};

/** A reason of the network in words, with its code for who knows it. @example saidOfNetwork('ECONNREFUSED') // => 'nobody listens there (ECONNREFUSED)' */
export function saidOfNetwork(code: string): string {
  const known = Object.hasOwn(NETWORK, code) ? NETWORK[code] : undefined;
  return known ? `${known[0]} (${code})` : code;
}

/** What mends a way that does not lead there; undefined where nobody can tell. */
export function cureOfNetwork(code: string): string | undefined {
  if (UNTRUSTED.has(code)) return 'Nobody whom this machine trusts signed its certificate: name the file of the authority that did, or of the proxy that inspects, as network.ca_file in farmwatch.json.';
  if (Object.hasOwn(UNFIT, code)) return UNFIT[code];
  return Object.hasOwn(NETWORK, code) ? NETWORK[code]![1] : undefined;
}
