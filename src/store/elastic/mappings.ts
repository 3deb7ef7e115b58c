import type { estypes } from '@elastic/elasticsearch';
import { FIELD_NAMES, fieldSpec, type FieldType } from '../../core/event.ts';
import { DAY, dayOf, type Instant } from '../../core/time.ts';

/** Names and mappings of everything kept. They follow from FIELDS; nothing is left for Elasticsearch to guess. */

export interface Names {
  readonly events: string;
  readonly forgotten: string;
  readonly shelf: string;
  readonly journal: string;
  readonly meta: string;
}

/** Every name begins with the configured prefix, so that one pattern in the role covers them all. */
export function namesOf(prefix: string): Names {
  return {
    events: `${prefix}-events`,
    forgotten: `${prefix}-forgotten`,
    shelf: `${prefix}-shelf`,
    journal: `${prefix}-journal`,
    meta: `${prefix}-meta`,
  };
}

/** Elasticsearch wants lower case, and no sign that means something in a pattern. */
export function isPrefix(text: string): boolean {
  return /^[a-z0-9][a-z0-9_-]{0,63}$/.test(text);
}

/** The index of a month of event time. @example monthIndex('farmwatch-events', 0) // => 'farmwatch-events-1970.01' */
export function monthIndex(alias: string, at: Instant): string {
  return `${alias}-${dayOf(at).slice(0, 7).replace('-', '.')}`;
}

/** Months before this one that have an index of their own, and months after it, for a clock that goes before ours. */
const [MONTHS_BEFORE, MONTHS_AFTER] = [24, 2];

/**
 * The index of many events: that of the month, and one for all that happened long before, or by its own word long after now.
 * A record may tell any day since 2000, and each index costs the cluster memory: whoever sends such days cannot make hundreds.
 *
 * A month that is no month of its own any more keeps its index with what is in it; records of it that come later lie in the other one.
 *
 * @example indexesOfEvents('farmwatch-events', Date.UTC(2026, 10, 1))(0) // => 'farmwatch-events-other'
 */
export function indexesOfEvents(alias: string, now: Instant): (at: Instant) => string {
  const today = new Date(now);
  const [from, to] = [-MONTHS_BEFORE, MONTHS_AFTER + 1].map((months) => Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months));
  const byDay = new Map<number, string>();
  return (at) => {
    // Each day is looked up once.
    const day = Math.floor(at / DAY);
    let index = byDay.get(day);
    if (index === undefined) byDay.set(day, (index = at >= from! && at < to! ? monthIndex(alias, at) : `${alias}-other`));
    return index;
  };
}

const PROPERTY: Readonly<Record<FieldType, estypes.MappingProperty>> = {
  // Kibana reads it as a time; we get back the whole milliseconds we sent.
  time: { type: 'date', format: 'epoch_millis' },
  keyword: { type: 'keyword' },
  // Cut at 8,000 bytes before it comes here, so it fits a term (32,766) and can be grouped like any other.
  text: { type: 'keyword' },
  // As text, because a tally returns addresses as they were written; `.ip` is for ranges in Kibana.
  ip: { type: 'keyword', fields: { ip: { type: 'ip', ignore_malformed: true } } },
  long: { type: 'long' },
  double: { type: 'double' },
  boolean: { type: 'boolean' },
};

/** The mapping of every field of an event. */
export const EVENT_PROPERTIES: Readonly<Record<string, estypes.MappingProperty>> =
  Object.fromEntries(FIELD_NAMES.map((name) => [name, PROPERTY[fieldSpec(name).type]]));

/** One node alone is not called yellow for a copy that it cannot place. */
const SETTINGS: estypes.IndicesIndexSettings = { number_of_shards: 1, auto_expand_replicas: '0-1' };

export type Blueprint = Pick<estypes.IndicesCreateRequest, 'settings' | 'mappings' | 'aliases'>;

/** A month of events. Writers refresh by themselves, so the periodic refresh may be slow. */
export function eventsBlueprint(alias: string): Blueprint {
  return {
    settings: { ...SETTINGS, refresh_interval: '30s' },
    mappings: { dynamic: false, properties: { ...EVENT_PROPERTIES } },
    aliases: { [alias]: {} },
  };
}

/** All shelves in one index. The body is kept as it is and never looked into. */
export const SHELF_BLUEPRINT: Blueprint = {
  settings: SETTINGS,
  mappings: {
    dynamic: false,
    properties: { shelf: { type: 'keyword' }, id: { type: 'keyword' }, index: { type: 'keyword' }, body: { type: 'object', enabled: false } },
  },
};

export const JOURNAL_BLUEPRINT: Blueprint = {
  settings: SETTINGS,
  mappings: {
    dynamic: false,
    properties: { journal: { type: 'keyword' }, seq: { type: 'long' }, body: { type: 'object', enabled: false } },
  },
};

/** Hashes of ids, when they were forgotten and why. */
export const FORGOTTEN_BLUEPRINT: Blueprint = {
  settings: SETTINGS,
  mappings: { dynamic: false, properties: { at: { type: 'date', format: 'epoch_millis' }, reason: { type: 'keyword', ignore_above: 8_000 } } },
};

export const META_BLUEPRINT: Blueprint = {
  settings: SETTINGS,
  mappings: { dynamic: false, properties: { schema: { type: 'integer' } } },
};
