import { isAddress, storeAt, type App } from '../app.ts';
import { DOINGS, may, type Doing } from '../api/access.ts';
import { ROLES } from '../api/accounts.ts';
import { sourceById } from '../collect/sources/index.ts';
import type { Loaded } from '../config.ts';
import { dayOf } from '../core/time.ts';
import { isSimulated } from '../run/company-note.ts';
import { readDuties, type Duties } from '../run/duties.ts';
import type { RunningFacts } from '../rights/facts.ts';

/** What the configuration says was done before watching. */
export function configuredDuties({ config: { duties } }: Loaded): Duties {
  return {
    ...(duties.notice_given_on === undefined ? {} : { noticeGivenOn: duties.notice_given_on }), ...(duties.purpose === undefined ? {} : { purpose: duties.purpose }),
    ...(duties.owner === undefined ? {} : { owner: duties.owner }), ...(duties.notice_sha256 === undefined ? {} : { noticeTextSha: duties.notice_sha256 }),
  };
}

/** What is running here, as notice, assessment and the page about it tell it. */
export async function runningFacts(app: App): Promise<RunningFacts> {
  const { config } = app.loaded;
  const ids = [...new Set([...Object.keys(config.sources), ...Object.values(config.channels).flatMap(({ sources }) => Object.keys(sources)), ...config.intake.syslog.map(({ source }) => source)])].sort();
  const contact = config.rights.contact ?? config.company.contact;
  return {
    company: config.company.name, contact, simulated: await isSimulated(app.store), today: dayOf(app.now()),
    duties: await readDuties(app.store, configuredDuties(app.loaded)),
    sources: ids.map((id) => ({ id, title: sourceById(id)?.title ?? id })),
    detectors: app.pipeline.parts.detectors.map(({ detector: { id, question, days } }) => ({ id, question, days })),
    scope: { daysBefore: config.scope.days_before, daysAfter: config.scope.days_after },
    days: config.retention,
    roles: ROLES.map((role) => ({ role, may: (Object.keys(DOINGS) as Doing[]).filter((doing) => may(role, doing)).map((doing) => DOINGS[doing]).join('; ') || 'nothing' })),
    receivers: config.rights.receivers, transfers: config.rights.transfers, mayWithhold: config.rights.may_withhold,
    store: isAddress(storeAt(app.loaded, undefined)) ? 'an Elasticsearch of the company' : 'an embedded store in a folder of this machine',
    signsIn: 'accounts with a role each; whatever a role is not given is denied',
  };
}
