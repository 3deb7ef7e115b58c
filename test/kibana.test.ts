import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOARDS, INDEXES, fieldsOf, type Board, type Measure, type Panel, type Split } from '../dashboards/kibana/panels.ts';
import { ndjson, savedObjects, type SavedObject } from '../dashboards/kibana/saved-objects.ts';
import { FIELDS, fieldSpec, type FieldName } from '../src/core/event.ts';
import { ALERT_FIELDS, alertIndexBody } from '../src/notify/ecs.ts';
import { eventsBlueprint } from '../src/store/elastic/mappings.ts';
import { dropIndexes, elasticOrSkipped, uniquePrefix } from './support/elasticsearch.ts';
import { ROOT } from './support/imports.ts';

const board = (id: string): Board => BOARDS.find((one) => one.id === id)!;
const fieldsIn = ({ panels }: Board): readonly string[] => [...new Set(panels.flatMap(fieldsOf))];
const objects = savedObjects();
const ofType = (type: SavedObject['type']): readonly SavedObject[] => objects.filter((one) => one.type === type);

describe('the file that Kibana imports', () => {
  it('is written from the definitions ("npm run kibana" writes it anew)', () => {
    expect(readFileSync(join(ROOT, 'dashboards/kibana/farmwatch.ndjson'), 'utf8')).toBe(ndjson());
  });
  it('holds three dashboards, and each id once', () => {
    expect(ofType('dashboard').map(({ id }) => id)).toEqual(['farmwatch-soc', 'farmwatch-it', 'farmwatch-leads']);
    expect(new Set(objects.map(({ id, type }) => `${type}/${id}`)).size).toBe(objects.length);
  });
  it('refers to nothing that it does not hold', () => {
    const held = new Set(objects.map(({ id, type }) => `${type}/${id}`));

    expect(objects.flatMap(({ references }) => references.map(({ id, type }) => `${type}/${id}`)).filter((name) => !held.has(name))).toEqual([]);
  });
  it('has a panel for every reference, and places that do not overlap', () => {
    for (const { attributes, references } of ofType('dashboard')) {
      const panels = JSON.parse(attributes['panelsJSON'] as string) as readonly { panelRefName: string; panelIndex: string; gridData: { x: number; y: number; w: number; h: number } }[];
      const cells = panels.flatMap(({ gridData: { x, y, w, h } }) => Array.from({ length: w * h }, (_, nth) => `${x + (nth % w)}/${y + Math.floor(nth / w)}`));

      expect(panels.map(({ panelIndex, panelRefName }) => `${panelIndex}:${panelRefName}`)).toEqual(references.map(({ name }) => name));
      expect(new Set(cells).size).toBe(cells.length);
      expect(Math.max(...panels.map(({ gridData: { x, w } }) => x + w))).toBeLessThanOrEqual(48);
    }
  });
  it('draws only columns that a panel has, sorted by one of them', () => {
    for (const { attributes } of ofType('lens')) {
      const { datasourceStates, visualization } = attributes['state'] as { datasourceStates: { formBased: { layers: { layer: { columns: Record<string, { params?: { orderBy?: { columnId: string } } }>; columnOrder: readonly string[] } } } }; visualization: unknown };
      const { columns, columnOrder } = datasourceStates.formBased.layers.layer;
      const drawn = [...JSON.stringify(visualization).matchAll(/"((?:by|is)-\d+)"/g)].map(([, id]) => id!);

      expect(Object.keys(columns)).toEqual(columnOrder);
      expect(drawn.length).toBeGreaterThan(0);
      expect([...drawn, ...Object.values(columns).flatMap(({ params }) => params?.orderBy?.columnId ?? [])].filter((id) => !columnOrder.includes(id))).toEqual([]);
    }
  });
});

describe('the fields of the dashboards', () => {
  it('are those of alerts, and of events', () => {
    for (const one of BOARDS) expect(fieldsIn(one).filter((name) => !Object.hasOwn(one.index === 'alerts' ? ALERT_FIELDS : FIELDS, name))).toEqual([]);
  });
  it('stand in the file as in the definitions', () => {
    const written = [...ndjson().matchAll(/"sourceField":"([^"]+)"/g)].map(([, name]) => name!).filter((name) => name !== '___records___');

    expect(written.filter((name) => !BOARDS.some((one) => fieldsIn(one).includes(name)))).toEqual([]);
  });
  it('are personal in none of them', () => {
    for (const one of BOARDS.filter(({ index }) => index === 'events')) expect(fieldsIn(one).filter((name) => fieldSpec(name as FieldName).class === 'personal')).toEqual([]);
    expect(Object.values(INDEXES).map(({ title }) => title)).toEqual(['farmwatch-alerts', 'farmwatch-events']);
  });
  it('tell IT of no case and no risk', () => {
    expect(board('it').index).toBe('events');
    expect(fieldsIn(board('it')).filter((name) => /case|risk|severity|rule/.test(name))).toEqual([]);
    expect(JSON.stringify(board('it').panels)).not.toMatch(/\b(case|risk|band|chance|alert|finding)/i);
  });
});

const { access, skipped } = await elasticOrSkipped();

describe.skipIf(skipped !== undefined)('a real Elasticsearch', () => {
  const prefix = uniquePrefix();
  const indexes = { alerts: `${prefix}-alerts`, events: `${prefix}-events` };

  async function ask(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> {
    const { auth } = access;
    const answer = await fetch(`${access.url}/${path}`, { method, headers: { 'authorization': `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, json: await answer.json() as Record<string, unknown> };
  }
  beforeAll(async () => {
    if (access.caFile) {
      setDefaultCACertificates([...getCACertificates('default'), readFileSync(access.caFile, 'utf8')]);
    }
    const { settings, mappings } = eventsBlueprint('unused');
    await ask('PUT', indexes.alerts, alertIndexBody('pseudonym'));
    await ask('PUT', indexes.events, { settings, mappings });
  });
  afterAll(() => dropIndexes(access, prefix));

  /** The question that a panel asks, as aggregations. */
  function questionOf({ split, measures, where = '' }: Panel): object {
    const measured = Object.fromEntries(measures.flatMap((one, nth) => measureOf(one).map((agg) => [`is-${nth}`, agg] as const)));
    const aggs = split.toReversed().reduce<object>((inner, one, nth) => ({ [`by-${nth}`]: { ...splitOf(one), aggs: inner } }), measured);
    return { size: 0, query: { bool: { filter: [...where.matchAll(/([\w.@]+) : "([^"]+)"/g)].map(([, field, value]) => ({ term: { [field!]: value } })) } }, aggs };
  }
  function splitOf(split: Split): object {
    return 'by' in split ? { terms: { field: split.by, size: split.most } } : { date_histogram: { field: '@timestamp', calendar_interval: split.every } };
  }
  function measureOf(measure: Measure): readonly object[] {
    if ('distinct' in measure) return [{ cardinality: { field: measure.distinct } }];
    if ('max' in measure) return [{ max: { field: measure.max } }];
    // Kibana asks for top_metrics, which the server core of the tests does not have; this reads the same field.
    return 'latest' in measure ? [{ top_hits: { size: 1, sort: { '@timestamp': 'desc' }, docvalue_fields: [measure.latest], _source: false } }] : [];
  }

  it.each(BOARDS.flatMap((one) => one.panels.map((panel) => [`${one.id}: ${panel.title}`, one, panel] as const)))('understands %s', async (_, { index }, panel) => {
    const { status, json } = await ask('POST', `${indexes[index]}/_search`, questionOf(panel));

    expect({ status, why: json['error'] }).toEqual({ status: 200, why: undefined });
  });
});
