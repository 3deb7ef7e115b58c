import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { FarmwatchError } from '../errors.ts';
import { htmlOf } from '../report/html.ts';
import { markdownOf } from '../report/markdown.ts';
import type { WeeklyReport } from '../report/weekly-report.ts';
import { check } from './access.ts';
import type { WeekView } from './contract.ts';
import type { ApiParts } from './parts.ts';
import { reportDesk } from './reports.ts';
import { sessionOf } from './session.ts';

const WEEK = z.string().max(20);
/** Printing starts a browser: it is slowed for each address. */
const SLOW = { rateLimit: { max: 20, timeWindow: '1 minute' } };

/** Reports for leads: as a page, and to take along. */
export function addReportRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const desk = reportDesk(parts);
  const allowed = async (request: FastifyRequest): Promise<void> => check((await sessionOf(request, parts)).role, 'read-reports');

  server.get('/api/reports/weekly', { schema: { summary: 'One week in numbers and sentences; `now` for this week so far', tags: ['reports'], querystring: z.object({ week: WEEK.optional() }) } }, async (request): Promise<WeekView> => {
    await allowed(request);
    return desk.view(await desk.weekOf(request.query.week));
  });

  server.get('/api/reports/weekly/:week/:format', { config: SLOW, schema: { summary: 'The same as a file: md, json, pdf', tags: ['reports'], params: z.object({ week: WEEK, format: z.string().max(20) }) } }, async (request, reply) => {
    await allowed(request);
    const { week: name, format } = request.params;
    const report = await desk.report(await desk.weekOf(name));
    const { type, ending, content } = await fileOf(report, format, parts.printPdf);
    return reply.header('content-disposition', `attachment; filename="farmwatch-${report.week}.${ending}"`).type(type).send(content);
  });
}

async function fileOf(report: WeeklyReport, format: string, printPdf: ApiParts['printPdf']): Promise<{ readonly type: string; readonly ending: string; readonly content: string | Buffer }> {
  switch (format) {
    case 'md': return { type: 'text/markdown; charset=utf-8', ending: 'md', content: markdownOf(report) };
    case 'json': return { type: 'application/json; charset=utf-8', ending: 'json', content: `${JSON.stringify(report)}\n` };
    case 'pdf': {
      if (!printPdf) throw new FarmwatchError('request.invalid', { why: 'A PDF is printed by Chromium, and this server has none. Take Markdown or JSON, or print the page.' });
      return { type: 'application/pdf', ending: 'pdf', content: await printPdf(htmlOf(report)) };
    }
    default: throw new FarmwatchError('request.invalid', { why: 'There is no such format; there are md, json and pdf.' });
  }
}
