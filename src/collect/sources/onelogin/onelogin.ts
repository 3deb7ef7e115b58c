import type { Rejected } from '../../../core/parse-event.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { isObject, memberOf, textAt } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { MEANINGS } from './meanings.ts';
import { pull } from './pull.ts';

const recognises = (raw: unknown): boolean => typeOf(raw) !== undefined;

/** OneLogin: sign-ins, opened applications, registered second factors. See the page beside. */
export const onelogin = defineSource({
  id: 'onelogin',
  title: 'OneLogin events',
  settings: {},
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises, isHeader: (columns) => recognises(Object.fromEntries(columns.map((column) => [column, '5']))) }),
  map(raw) {
    const type = typeOf(raw);
    if (type === undefined) return { rejected: 'not a OneLogin event' };
    const meaning = MEANINGS[type];
    return meaning === undefined ? { rejected: `not our business: event type ${type}` } : draftsOf(raw, type, meaning);
  },
  pull,
});

/** The number of the event's kind; undefined for what is no event of OneLogin. */
function typeOf(raw: unknown): string | undefined {
  const type = isObject(raw) ? textAt(raw, 'eventtypeid') : undefined;
  const isEvent = ['userid', 'username', 'actoruserid', 'accountid', 'createdat'].some((name) => memberOf(raw, name) !== undefined);
  return isEvent && type !== undefined && /^\d{1,6}$/.test(type) ? type : undefined;
}

function draftsOf(raw: unknown, type: string, meaning: Draft): readonly Draft[] | Rejected {
  // An administrator who has taken somebody's place sits elsewhere.
  if (textAt(raw, 'assumingactinguserid') !== undefined) return { rejected: `not our business: event type ${type}, by an administrator in somebody's place` };
  const user = { name: textAt(raw, 'username'), id: textAt(raw, 'userid') };
  if (user.name === undefined && user.id === undefined) return { rejected: 'no user' };
  const at = utcTime(textAt(raw, 'createdat') ?? textAt(raw, 'eventtimestamp') ?? textAt(raw, 'timegenerated') ?? textAt(raw, 'peventtime'));
  if (at === undefined) return { rejected: 'no time that can be read' };
  const actor = textAt(raw, 'actoruserid');
  return [{
    '@timestamp': at,
    'event.id': textAt(raw, 'uuid') ?? textAt(raw, 'id') ?? textAt(raw, 'eventid') ?? textAt(raw, 'oneloginid'),
    'event.module': 'onelogin',
    'event.dataset': 'onelogin.events',
    'event.code': type,
    ...meaning,
    ...accountFields(user.name, user.id),
    // Where somebody else acted, the address is theirs.
    ...(actor === undefined || actor === user.id ? { 'source.ip': addressOf(textAt(raw, 'ipaddr')) } : {}),
  }];
}
