import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { FEWEST, closingsOf, toldCases, type ClosingRow } from '../run/closings.ts';
import { check } from './access.ts';
import type { ClosingsView, DetectorsView } from './contract.ts';
import type { ApiParts } from './parts.ts';
import { sessionOf } from './session.ts';

const NONE: ClosingsView = { opened: 0, decided: 0, closed: { 'true': 0, 'benign-true': 0, 'false': 0, 'duplicate': 0, 'not-evaluable': 0 } };

export function addDetectorRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { store, pipeline } = parts;

  server.get('/api/detectors', { schema: { summary: 'What closed cases say of each detector', tags: ['detectors'] } }, async (request): Promise<DetectorsView> => {
    check((await sessionOf(request, parts)).role, 'read-closings');
    const scene = await parts.scenes.now();
    const rows = scene ? closingsOf(await toldCases(store, scene.cases, pipeline.runs), parts.interval) : [];
    const { mutes } = await pipeline.inForce(parts.now());
    const findings = scene?.run.findings ?? [];
    return {
      all: closingsView(rows.find(({ detector }) => detector === null)), fewest: FEWEST, simulated: scene?.simulated ?? false,
      detectors: pipeline.parts.detectors.map(({ detector: { id, family, question, version } }) => ({
        id, family, question, version, closings: closingsView(rows.find(({ detector }) => detector === id)),
        muted: mutes.filter(({ detector }) => detector === id).map(({ team, until }) => `team ${team} until ${until}`),
        speaks: new Set(findings.filter(({ detector }) => detector === id).map(({ hire_id: hire }) => hire)).size,
      })),
    };
  });
}

function closingsView(row: ClosingRow | undefined): ClosingsView {
  if (!row) return NONE;
  const { opened, decided, closed, shares } = row;
  return { opened, decided, closed, ...(shares ? { shares } : {}) };
}
