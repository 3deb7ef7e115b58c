import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource } from '../../collector.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { withColumns, zeekEntry } from './shape.ts';

/** Microsoft's client cuts the account in the cookie after so many characters. */
const CUT_AFTER = 9;

/** @see Zeek, base/protocols/rdp/consts.zeek: failure codes of the negotiation, and results of the conference */
const REFUSED: ReadonlySet<string> = new Set([
  'SSL_REQUIRED_BY_SERVER', 'SSL_NOT_ALLOWED_BY_SERVER', 'SSL_CERT_NOT_ON_SERVER', 'INCONSISTENT_FLAGS', 'HYBRID_REQUIRED_BY_SERVER', 'SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER',
  'User rejected', 'Resources not available', 'Rejected for symmetry breaking', 'Locked conference',
]);

const recognises = (raw: unknown): boolean => zeekEntry(raw) !== undefined;

/** Zeek: sessions of Remote Desktop seen on a network. See the page beside. */
export const zeek = defineSource({
  id: 'zeek',
  title: 'Zeek rdp log',
  settings: {},
  options: {},
  recognises,
  read: (file) => withColumns(readRecords(file, { recognises })),
  map(raw) {
    const entry = zeekEntry(raw);
    if (!entry) return { rejected: 'not a Zeek entry' };
    if (entry.log !== 'rdp') return { rejected: `not our business: ${entry.log}` };
    const account = entry.text('cookie');
    if (account === undefined) return { rejected: 'not our business: rdp that names nobody' };
    if (account.length === CUT_AFTER) return { rejected: 'not our business: rdp with an account that may be cut short' };
    const at = utcTime(entry.text('ts'));
    if (at === undefined) return { rejected: 'no time that can be read' };
    return [{
      '@timestamp': at,
      'event.id': entry.text('uid') === undefined ? undefined : `${entry.text('uid')}/${at}`,
      'event.module': 'zeek',
      'event.dataset': 'zeek.rdp',
      'event.code': entry.log,
      'event.action': 'session-connected',
      'event.outcome': outcomeOf(entry.text('result'), entry.flag('authsuccess')),
      'farmwatch.remote.protocol': 'rdp',
      ...accountFields(account),
      'source.ip': addressOf(entry.end('orig_h')),
      'source.domain': entry.text('clientname'),
    }];
  },
});

/**
 * What the server answered: success, why it refused, or nothing that can be seen. Corelight's sensors infer from the traffic
 * behind it whether somebody was let in, which says more than that the two agreed on how to talk.
 */
function outcomeOf(result: string | undefined, letIn: boolean | undefined): 'success' | 'failure' | 'unknown' {
  if (letIn !== undefined) return letIn ? 'success' : 'failure';
  if (result === 'Success') return 'success';
  return result !== undefined && REFUSED.has(result) ? 'failure' : 'unknown';
}
