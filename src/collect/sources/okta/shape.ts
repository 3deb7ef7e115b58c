import type { Instant } from '../../../core/time.ts';
import { okta as takenApart } from '../../undo/integrations/identity.ts';
import { isObject, listOf, memberOf, textAt } from '../../loose.ts';
import { ocsfEvent } from '../../ocsf.ts';
import { utcTime } from '../../utc-time.ts';

/** An event of the System Log, as Okta or a shipper writes it: `eventType`, `eventtype` and `event_type` are one name. */
export interface OktaRecord {
  /** Such as `user.session.start`. */
  readonly type: string;
  readonly at: Instant | undefined;
  readonly id: string | undefined;
  /** The text at a path of folded names; undefined where it is missing or stands for nothing. */
  text(...path: readonly string[]): string | undefined;
  /** The address that a request set out from; behind it in the chain stand the proxies that it came through. */
  readonly firstHop: string | undefined;
  /** What an event is about; the actor is who did it. */
  readonly targets: readonly Party[];
  readonly actor: Party;
}

/** Somebody or something that takes part in an event. */
export interface Party { readonly type: string | undefined; readonly id: string | undefined; readonly name: string | undefined }

/** Names with dots and nothing else: they are counted and printed. */
const EVENT_TYPE = /^[a-z]\w{0,40}(\.\w{1,60}){1,6}$/i;
const BESIDE = ['actor', 'outcome', 'displaymessage', 'published', 'legacyeventtype', 'debugcontext'] as const;

/** Reads the outside of a record; undefined for what is no event of the System Log. */
export function oktaRecord(raw: unknown): OktaRecord | undefined {
  if (!isObject(raw)) return undefined;
  const event = isEvent(raw) ? raw : integrated(raw) ?? ofTable(raw) ?? ofLake(raw);
  if (!isEvent(event)) return undefined;
  return {
    type: textAt(event, 'eventtype')!,
    // A data lake of Panther and a search of Splunk keep the time under a name of their own, beside the record or, where a query left that out, in its place.
    at: utcTime(textAt(event, 'published') ?? textAt(raw, 'timestamp') ?? textAt(raw, 'peventtime') ?? textAt(raw, 'time')),
    id: textAt(event, 'uuid'),
    text: (...path) => known(textAt(event, ...path)),
    firstHop: known(textAt(listOf(memberOf(memberOf(event, 'request'), 'ipchain'))[0], 'ip')),
    targets: targetsOf(event).map(partyOf),
    actor: partyOf(memberOf(event, 'actor')),
  };
}

/** Elastic moves the event below `okta` and its time to the top. */
function integrated(raw: unknown): unknown {
  const own = memberOf(raw, 'okta');
  return isObject(own) ? takenApart(raw, own)[0] : undefined;
}

/** A row of the table into which Microsoft's connector puts events; its columns are called after a schema of its own. */
function ofTable(raw: unknown): unknown {
  const at = (name: string): unknown => memberOf(raw, name);
  if (textAt(raw, 'eventoriginaltype') === undefined || (textAt(raw, 'originalactoralternateid') ?? textAt(raw, 'actoruserid')) === undefined) return undefined;
  return {
    eventType: at('eventoriginaltype'), uuid: at('eventoriginaluid'), published: at('timegenerated'),
    outcome: { result: textAt(raw, 'originaloutcomeresult') ?? at('eventresult'), reason: at('eventoriginalresultdetails') },
    actor: { type: at('originalusertype'), id: textAt(raw, 'actoruserid') ?? at('originaluserid'), alternateId: textAt(raw, 'originalactoralternateid') ?? at('actorusername') },
    client: { ipAddress: at('srcipaddr'), userAgent: { rawUserAgent: at('httpuseragent'), os: at('srcdvcos') } },
    securityContext: { asNumber: at('securitycontextasnumber') }, debugContext: { debugData: at('debugdata') }, transaction: { detail: at('transactiondetail') }, request: at('request'), target: at('originaltarget'),
  };
}

/** An event that a pipeline turned into OCSF: what Okta calls it where that was kept, else a logon is the start of a session. */
function ofLake(raw: unknown): unknown {
  const event = ocsfEvent(raw);
  if (!event || !/\bokta\b/i.test(event.product)) return undefined;
  const { text } = event;
  const isLogon = event.classId === '3002' && event.activity === '1';
  const said = text('metadata', 'eventcode') ?? text('unmapped', 'eventtype');
  const who = (name: string): string | undefined => text('user', name) ?? text('actor', 'user', name);
  return {
    eventType: said !== undefined && EVENT_TYPE.test(said) ? said : isLogon ? 'user.session.start' : `ocsf.class_${event.classId}`,
    uuid: text('metadata', 'uid'), published: event.time, outcome: { result: event.outcome, reason: text('statusdetail') },
    // A system is the third type of users.
    actor: { type: who('typeid') === '3' ? 'SystemPrincipal' : 'User', id: who('uid'), alternateId: who('emailaddr') ?? who('name') },
    client: { ipAddress: text('srcendpoint', 'ip'), userAgent: { rawUserAgent: text('httprequest', 'useragent') } },
  };
}

function isEvent(value: unknown): boolean {
  return EVENT_TYPE.test(textAt(value, 'eventtype') ?? '') && BESIDE.some((name) => memberOf(value, name) !== undefined);
}

/** In the download of the console each has columns of its own. */
function targetsOf(event: unknown): readonly unknown[] {
  const list = listOf(memberOf(event, 'target'));
  return list.length > 0 ? list : ['target0', 'target1', 'target2', 'target3'].map((name) => memberOf(event, name)).filter((target) => target !== undefined);
}

function partyOf(value: unknown): Party {
  return { type: known(textAt(value, 'type')), id: known(textAt(value, 'id')), name: known(textAt(value, 'alternateid')) };
}

/** Okta writes `unknown` where it does not know, in any case. */
function known(text: string | undefined): string | undefined {
  return text === undefined || /^unknown$/i.test(text) ? undefined : text;
}
