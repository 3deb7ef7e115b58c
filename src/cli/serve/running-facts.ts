import { DOINGS, may, type Doing } from '../../api/access.ts';
import { ROLES, ROLE_NAMES } from '../../api/roles.ts';
import { isAddress, storeAt, type App } from '../../app.ts';
import { sourceById } from '../../collect/sources/index.ts';
import type { Loaded } from '../../config.ts';
import { dayOf } from '../../core/time.ts';
import { takesAccounts } from '../../notify/outbox.ts';
import type { RunningFacts } from '../../rights/facts.ts';
import { isSimulated } from '../../run/company-note.ts';
import { readDuties, type Duties } from '../../run/duties.ts';
import { heldKinds, type HeldKinds } from './held-kinds.ts';

/** What the configuration says was done before watching. */
export function configuredDuties({ config: { duties } }: Loaded): Duties {
  return {
    ...(duties.notice_given_on === undefined ? {} : { noticeGivenOn: duties.notice_given_on }), ...(duties.purpose === undefined ? {} : { purpose: duties.purpose }),
    ...(duties.owner === undefined ? {} : { owner: duties.owner }), ...(duties.notice_sha256 === undefined ? {} : { noticeTextSha: duties.notice_sha256 }),
  };
}

/**
 * What is running here, as notice, assessment and the page about it tell it.
 *
 * @param held what the store holds; a server hands in what it found lately, because all that is held is counted for it
 */
export async function runningFacts(app: App, held?: HeldKinds): Promise<RunningFacts> {
  const { modules, tokens, lists } = held ?? await heldKinds(app, app.now());
  const { config } = app.loaded;
  const ids = [...new Set([...Object.keys(config.sources), ...Object.values(config.channels).flatMap(({ sources }) => Object.keys(sources)), ...config.intake.syslog.map(({ source }) => source), ...tokens, ...modules])].sort();
  const contact = config.rights.contact ?? config.company.contact;
  return {
    company: config.company.name, contact, simulated: await isSimulated(app.store), today: dayOf(app.now()),
    duties: await readDuties(app.store, configuredDuties(app.loaded)),
    legalGround: config.rights.legal_ground, lists,
    sources: ids.map((id) => ({ id, title: sourceById(id)?.title ?? id })),
    detectors: app.pipeline.parts.detectors.map(({ detector: { id, question, days } }) => ({ id, question, days })),
    scope: { daysBefore: config.scope.days_before, daysAfter: config.scope.days_after },
    days: config.retention,
    roles: ROLES.map((role) => ({ role: ROLE_NAMES[role], may: (Object.keys(DOINGS) as Doing[]).filter((doing) => may(role, doing)).map((doing) => DOINGS[doing]).join('; ') || 'nothing' })),
    receivers: config.rights.receivers, collections: Object.keys(config.sharing.taxii).length, told: Object.values(config.notify.receivers).map((receiver) => ({ kind: receiver.kind, names: takesAccounts(receiver) })),
    transfers: config.rights.transfers, mayWithhold: config.rights.may_withhold,
    store: isAddress(storeAt(app.loaded, undefined)) ? 'an Elasticsearch of the company' : 'an embedded store in a folder of this machine',
    signsIn: 'accounts with a role each; whatever a role is not given is denied',
  };
}
