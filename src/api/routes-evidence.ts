import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { FarmwatchError } from '../errors.ts';
import { rowsBehind } from '../run/look.ts';
import { indexOf } from '../run/run-index.ts';
import { check } from './access.ts';
import { lookBook, sceneOfCase } from './case-reader.ts';
import type { RawRowsView } from './contract.ts';
import { namesLeftOut } from './own-record.ts';
import type { ApiParts } from './parts.ts';
import { redacted, rowSaid } from './redact.ts';
import { sceneOf, type Scene } from './scene.ts';
import { sessionOf } from './session.ts';
import { standIns, thingsInRows, thingsOf } from './things.ts';
import { timelineOf } from './timeline.ts';
import { offsetsOf } from './person-sum.ts';

const ROWS_SHOWN = 200;
const Id = z.object({ id: z.string().min(1).max(200) });

/** What cases rest on: half hours of one person, and the raw rows of a finding. */
export function addEvidenceRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { store, pipeline } = parts;
  const seen = lookBook(parts);
  /** The newest, or where its run has no such finding that of a closed case which names it. */
  const sceneOfFinding = async (id: string): Promise<Scene> => {
    const scene = await sceneOf(parts.scenes);
    const state = indexOf(scene.run).finding(id) ? undefined : scene.cases.find(({ status, findings }) => status === 'closed' && findings.includes(id));
    return state ? sceneOfCase(parts, state, scene) : scene;
  };

  for (const path of ['/api/cases/:id/timeline', '/api/people/:id/timeline']) {
    server.get(path, { schema: { summary: 'What was seen of one person, half hour by half hour', tags: ['cases'], params: Id, querystring: z.object({ hire: z.string('name a person').max(200) }) } }, async (request) => {
      const session = await sessionOf(request, parts);
      check(session.role, 'read-cases');
      const scene = await sceneOf(parts.scenes);
      const { hire: name } = request.query as { hire: string };
      const { id } = request.params as { id: string };
      const hire = scene.names.hireOf(name);
      const watched = id === name && hire !== undefined && (indexOf(scene.run).risk(hire)?.band ?? 'quiet') !== 'quiet';
      const member = hire !== undefined && scene.cases.some((state) => state.id === id && state.hires.includes(hire));
      if (hire === undefined || (!watched && !member)) throw new FarmwatchError('not.found', { what: 'such person in this case' });
      await seen(session, 'timeline', id, [name]);
      return timelineOf(store, scene.registry, hire, name, offsetsOf(hire, scene));
    });
  }

  server.get('/api/findings/:id/rows', { schema: { summary: 'The raw rows behind a finding', tags: ['cases'], params: Id } }, async (request): Promise<RawRowsView> => {
    const session = await sessionOf(request, parts);
    const { role } = session;
    check(role, 'read-cases');
    const scene = await sceneOfFinding(request.params.id);
    const finding = indexOf(scene.run).finding(request.params.id);
    if (!finding || namesLeftOut(finding, scene)) throw new FarmwatchError('not.found', { what: 'finding under this address', cure: 'The newest run may have dropped it.' });
    await seen(session, 'rows', finding.id, [finding.hire_id, ...finding.alongside].map((hire) => scene.names.of(hire)));
    const { total, rows } = await rowsBehind(store, pipeline.parts.scope, finding, scene.run.asOf, ROWS_SHOWN);
    const things = await thingsOf(store, thingsInRows(rows), randomUUID());
    return {
      total, shown: rows.length,
      rows: rows.map((row) => ({
        at: row['@timestamp'], source: row['event.module'] ?? 'unnamed', action: row['event.action'], said: rowSaid(row), id: row['event.id'].slice(0, 12), document: { ...redacted(row, role), ...standIns(row, things) },
      })),
    };
  });
}
