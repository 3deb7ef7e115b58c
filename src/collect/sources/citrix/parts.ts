/** Names that a message of the VPN may hold; others are not looked for. */
const NAMES = ['Context', 'User', 'Client_ip', 'X-Forwarded-For_ip', 'Nat_ip', 'Vserver', 'Browser_type', 'SSLVPN_client_type', 'Start_time', 'End_time', 'Duration', 'NonHttp_services_accessed', 'SessionId:'] as const;
const PART = new RegExp(`(?:^| - ?|- |\\. |\\] )(${NAMES.join('|')}) ("[^"]*"|.*?)(?= - ?[A-Z][\\w()-]*:? |- [A-Z][\\w()-]*:? | : |$)`, 'g');
/** A message is short; text that claims to be one is not searched to its end. */
const LONGEST = 4_000;

/**
 * The parts of a message such as `Context kim@198.51.100.23 - SessionId: 7- User kim - Client_ip 198.51.100.23 - …`.
 *
 * @example keyedParts('Context a@b - User kim - Client_ip 192.0.2.1').get('Client_ip') // => '192.0.2.1'
 */
export function keyedParts(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name, value] of text.slice(0, LONGEST).matchAll(PART)) {
    const plain = value!.replace(/^"|"$/g, '').trim();
    if (!found.has(name!) && plain !== '' && plain !== 'N/A') found.set(name!, plain);
  }
  return found;
}
