import type { FieldType } from '../core/event.ts';
import { isoOf } from '../core/time.ts';
import type { Band } from '../risk/risk.ts';
import type { Message } from './message.ts';

/**
 * The one description of an alert as a document: mapping, index template and dashboards follow from it.
 * Names are Elastic Common Schema; what it lacks lives under `farmwatch.case.*`.
 */
export const ALERT_FIELDS = {
  '@timestamp': { type: 'time', doc: 'When the alert was made.' },
  'ecs.version': { type: 'keyword', doc: 'Version of the schema.' },
  'event.id': { type: 'keyword', doc: 'The same for every copy of one alert.' },
  'event.kind': { type: 'keyword', doc: '`alert`; `event` for a trial.' },
  'event.category': { type: 'keyword', doc: '`intrusion_detection`.' },
  'event.type': { type: 'keyword', doc: '`info`.' },
  'event.module': { type: 'keyword', doc: '`farmwatch`.' },
  'event.dataset': { type: 'keyword', doc: '`farmwatch.alert`.' },
  'event.action': { type: 'keyword', doc: '`case-opened`, `case-open-again`, `case-new-family`, `case-unacknowledged`, `trial`.' },
  'event.severity': { type: 'long', doc: '47 for band review, 73 for band act.' },
  'event.risk_score': { type: 'double', doc: 'Chance in per cent, under the configured prior.' },
  'event.risk_score_norm': { type: 'double', doc: 'The same, 0 to 100.' },
  'event.reason': { type: 'keyword', doc: 'Why it was sent, in a sentence.' },
  'event.url': { type: 'keyword', doc: 'The case on the pages.' },
  'message': { type: 'keyword', doc: 'The alert in words.' },
  'rule.id': { type: 'keyword', doc: '`farmwatch-case`.' },
  'rule.name': { type: 'keyword', doc: '`Laptop farm case`.' },
  'rule.category': { type: 'keyword', doc: '`laptop farm`.' },
  'observer.product': { type: 'keyword', doc: '`Farmwatch`.' },
  'organization.name': { type: 'keyword', doc: 'The company of the configuration.' },
  'farmwatch.case.id': { type: 'keyword', doc: 'Pseudonym of the case.' },
  'farmwatch.case.band': { type: 'keyword', doc: '`review` or `act`.' },
  'farmwatch.case.people': { type: 'long', doc: 'How many people it is about.' },
  'farmwatch.case.families': { type: 'keyword', doc: 'Families that speak for it.' },
  'farmwatch.case.new_families': { type: 'keyword', doc: 'Those that were not told of before.' },
} as const satisfies Record<string, AlertFieldSpec>;

/** What the form for pivoting adds. */
export const ACCOUNT_FIELDS = {
  'user.email': { type: 'keyword', doc: 'Mail addresses of the people.' },
  'host.name': { type: 'keyword', doc: 'Names of their laptops.' },
  'related.user': { type: 'keyword', doc: 'The same addresses, where searches look for people.' },
  'related.hosts': { type: 'keyword', doc: 'The same names, where searches look for machines.' },
} as const satisfies Record<string, AlertFieldSpec>;

export interface AlertFieldSpec { readonly type: FieldType; readonly doc: string }

/** How much is told. */
export type Form = 'pseudonym' | 'accounts';
/** Whom a case is about, for pivoting in other systems. */
export interface Whom { readonly emails: readonly string[]; readonly hosts: readonly string[] }

/** Elastic's own steps of severity: medium and high. */
const SEVERITY = { quiet: 0, watch: 21, review: 47, act: 73 } as const satisfies Record<Band, number>;

/**
 * An alert, or a trial, as a flat ECS document.
 *
 * @param whom with the form `accounts`; nobody is named without it
 */
export function alertDocument({ id, at, about, title, lines, link, company }: Message, whom?: Whom): Readonly<Record<string, unknown>> {
  const alert = about.kind === 'alert' ? about : undefined;
  return {
    '@timestamp': isoOf(at), 'ecs.version': '9.3.0',
    'event.id': id, 'event.kind': alert ? 'alert' : 'event', 'event.category': ['intrusion_detection'], 'event.type': ['info'], 'event.module': 'farmwatch', 'event.dataset': 'farmwatch.alert',
    'event.action': alert ? `case-${alert.reason}` : about.kind, 'event.reason': title, 'message': lines.join(' '), 'observer.product': 'Farmwatch', 'organization.name': company,
    ...(link === undefined ? {} : { 'event.url': link }),
    ...(alert === undefined ? {} : {
      'event.severity': SEVERITY[alert.band], 'event.risk_score': perCent(alert.chance), 'event.risk_score_norm': perCent(alert.chance),
      'rule.id': 'farmwatch-case', 'rule.name': 'Laptop farm case', 'rule.category': 'laptop farm',
      'farmwatch.case.id': alert.case, 'farmwatch.case.band': alert.band, 'farmwatch.case.people': alert.people, 'farmwatch.case.families': alert.families, 'farmwatch.case.new_families': alert.fresh,
    }),
    ...(whom === undefined ? {} : { 'user.email': whom.emails, 'host.name': whom.hosts, 'related.user': whom.emails, 'related.hosts': whom.hosts }),
  };
}

/** Per cent with one decimal. */
function perCent(chance: number): number {
  return Math.round(chance * 1_000) / 10;
}

const PROPERTY = { time: { type: 'date' }, keyword: { type: 'keyword', ignore_above: 8_000 }, text: { type: 'keyword' }, ip: { type: 'ip' }, long: { type: 'long' }, double: { type: 'double' }, boolean: { type: 'boolean' } } as const satisfies Record<FieldType, object>;

/** The index of a form. Accounts lie apart, so that whoever may read alerts reads no names. */
export function alertIndex(prefix: string, form: Form): string {
  return form === 'accounts' ? `${prefix}-identified-alerts` : `${prefix}-alerts`;
}

/** Settings and mapping of an index of alerts; what is not named here is kept and not searched. */
export function alertIndexBody(form: Form): { readonly settings: object; readonly mappings: { readonly dynamic: false; readonly properties: Readonly<Record<string, object>> } } {
  const fields: Readonly<Record<string, AlertFieldSpec>> = form === 'accounts' ? { ...ALERT_FIELDS, ...ACCOUNT_FIELDS } : ALERT_FIELDS;
  return {
    settings: { number_of_shards: 1, auto_expand_replicas: '0-1' },
    mappings: { dynamic: false, properties: Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, PROPERTY[type]])) },
  };
}

/** The same as an index template, for clusters where accounts must not make indexes as they like. */
export function alertTemplate(prefix: string, form: Form): object {
  return { index_patterns: [alertIndex(prefix, form)], priority: 500, template: alertIndexBody(form), _meta: { description: 'Alerts of Farmwatch.' } };
}
