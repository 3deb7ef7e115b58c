import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { LogController, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { FarmwatchError, messageOf } from '../errors.ts';
import type { ProblemView } from './contract.ts';
import { countedBy } from './counted-by.ts';
import { described, SECURITY_SCHEMES } from './description.ts';
import { addGate } from './gate.ts';
import { ownScenes } from './own-record.ts';
import { addAccountRoutes } from './routes-accounts.ts';
import { addAudit } from './audit-hook.ts';
import { addAllowanceRoutes } from './routes-allowances.ts';
import { addApplicationRoutes } from './routes-applications.ts';
import { addAuditRoutes } from './routes-audit.ts';
import { addCaseActRoutes } from './routes-case-acts.ts';
import { addCaseRoutes } from './routes-cases.ts';
import { addCheckRoutes } from './routes-checks.ts';
import { addCommandRoute } from './routes-command.ts';
import { addCorrectionRoutes } from './routes-corrections.ts';
import { addDetectorRoutes } from './routes-detectors.ts';
import { addDeviceRoutes } from './routes-devices.ts';
import { addDutyRoutes } from './routes-duties.ts';
import { addErasureRoutes } from './routes-erasure.ts';
import { addEvidenceRoutes } from './routes-evidence.ts';
import { addExportRoutes } from './routes-exports.ts';
import { addFactorRoutes } from './routes-factor.ts';
import { addFileRoutes } from './routes-files.ts';
import { addHoldRoutes } from './routes-holds.ts';
import { addMessageRoutes } from './routes-messages.ts';
import { addNewsRoutes } from './routes-news.ts';
import { addOperateRoutes } from './routes-operate.ts';
import { addReportRoutes } from './routes-reports.ts';
import { addResponsePlanRoutes } from './routes-response-plan.ts';
import { addResponseRoutes } from './routes-responses.ts';
import { addRevealRoutes } from './routes-reveals.ts';
import { addRightsRoutes } from './routes-rights.ts';
import { addProviderRoutes } from './routes-provider.ts';
import { addSessionRoutes } from './routes-session.ts';
import { addSourceRoutes } from './routes-sources.ts';
import { addWaitingRoutes } from './routes-waiting.ts';
import { misfitSaid } from './misfit.ts';
import type { ApiParts } from './parts.ts';
import { staffBook } from './staff.ts';

/** Nothing from anywhere else: no script, style, picture or frame of another host. */
const POLICY = {
  defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'"], connectSrc: ["'self'"], fontSrc: ["'none'"],
  objectSrc: ["'none'"], formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"],
};

/** The description of the API brings pictures inside its style sheet; otherwise the same holds. */
const DOCS_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

export type Server = FastifyInstance;

/**
 * The server: pages, API with its description at /docs, and commands of whoever owns the store's folder.
 *
 * @returns a Fastify instance that does not listen yet; `inject` serves tests
 */
export async function buildServer(given: ApiParts): Promise<Server> {
  const parts: ApiParts = { ...given, scenes: ownScenes(given.scenes), staff: given.staff ?? staffBook(given) };
  const server = Fastify({
    logger: parts.log ? { level: 'info', stream: process.stderr, serializers: { req: requestSaid } } : false,
    logController: new OneLineEach(), bodyLimit: 1024 * 1024, trustProxy: [...parts.trustedProxies], forceCloseConnections: true,
    // An address that no route can take. Fastify would say it back.
    frameworkErrors: (error, _request, reply: FastifyReply) => void reply.status(error.statusCode ?? 400).header('cache-control', 'no-store').send({ code: 'request.invalid', message: 'This address is too long, or not written as addresses are.' } satisfies ProblemView),
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: POLICY }, referrerPolicy: { policy: 'no-referrer' }, xFrameOptions: { action: 'deny' },
    // Said below, to whoever came over TLS.
    strictTransportSecurity: false,
  });
  server.addHook('onRequest', async (request, reply) => {
    // The server itself speaks plain HTTP on loopback; over TLS somebody came through a proxy that is believed.
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
  });
  await server.register(cookie);
  await server.register(rateLimit, { global: true, max: 600, timeWindow: '1 minute', keyGenerator: ({ ip }) => countedBy(ip) });
  await server.register(swagger, { openapi: { info: { title: 'Farmwatch', description: 'What the pages ask of the server. Sign in first; every answer is worded for the role that asks.', version: '1' }, components: { securitySchemes: SECURITY_SCHEMES } }, transform: (given) => described(jsonSchemaTransform(given), String(given.route.method)) });
  await server.register(swaggerUi, { routePrefix: '/docs', staticCSP: DOCS_POLICY, uiConfig: { validatorUrl: null } });

  server.setErrorHandler((error: FastifyError | FarmwatchError, request, reply) => {
    const { status, body } = problemOf(error, request.routeOptions.bodyLimit);
    if (status >= 500) request.log.error(error);
    return reply.status(status).send(body);
  });
  server.setNotFoundHandler((request, reply) => {
    // The pages have addresses of their own; the app behind index.html reads them.
    if (parts.pages !== undefined && request.method === 'GET' && !/^\/(api|docs|command|assets|intake)(\/|$)/.test(request.url)) return reply.sendFile('index.html');
    return reply.status(404).send({ code: 'not.found', message: 'There is nothing under this address.' } satisfies ProblemView);
  });
  server.addHook('onSend', async (request, reply) => {
    // Whoever sits down at this machine next finds nothing about people in the browser's store.
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  addAudit(server, parts);
  addGate(server, parts);
  addAuditRoutes(server, parts);
  addSessionRoutes(server, parts);
  addProviderRoutes(server, parts);
  addAccountRoutes(server, parts);
  addFactorRoutes(server, parts);
  addCaseRoutes(server, parts);
  addEvidenceRoutes(server, parts);
  addCaseActRoutes(server, parts);
  addDetectorRoutes(server, parts);
  addDeviceRoutes(server, parts);
  addSourceRoutes(server, parts);
  addAllowanceRoutes(server, parts);
  addWaitingRoutes(server, parts);
  addRevealRoutes(server, parts);
  addCheckRoutes(server, parts);
  addApplicationRoutes(server, parts);
  addResponseRoutes(server, parts);
  addResponsePlanRoutes(server, parts);
  addMessageRoutes(server, parts);
  addNewsRoutes(server, parts);
  await addFileRoutes(server, parts);
  addExportRoutes(server, parts);
  addReportRoutes(server, parts);
  addHoldRoutes(server, parts);
  addDutyRoutes(server, parts);
  addRightsRoutes(server, parts);
  addCorrectionRoutes(server, parts);
  addErasureRoutes(server, parts);
  addCommandRoute(server, parts);
  await parts.addRoutes?.(server);
  addOperateRoutes(server, parts);
  // A route for each file there is: no path that somebody asks for is looked for on the disk.
  if (parts.pages !== undefined) await server.register(fastifyStatic, { root: parts.pages, index: ['index.html'], wildcard: false });
  return server as unknown as Server;
}

/** A request in the log: which route, neither who asked from where nor about whom. */
function requestSaid({ method, routeOptions }: FastifyRequest): { readonly method: string; readonly route: string } {
  return { method, route: routeOptions?.url ?? 'none' };
}

/** One line a request, once its answer is told: two would have to be joined by whoever reads them. */
class OneLineEach extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(error: Error | null, request: FastifyRequest, reply: FastifyReply): void {
    const said = { ...requestSaid(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    if (error) request.log.error({ ...said, err: error }, 'request failed');
    else request.log.info(said, 'request');
  }
}

/** Why a request is refused, as a sentence. */
function refusal(error: FastifyError, mostBytes: number): string {
  const misfits = (error.validation ?? []).map(({ instancePath, message = '' }) => misfitSaid(instancePath.slice(1), message));
  if (misfits.length > 0) return `What was sent does not fit. ${misfits.join('. ')}.`;
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE': return 'Send JSON, with content-type application/json.';
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY': return 'What was sent is not JSON.';
    case 'FST_ERR_CTP_BODY_TOO_LARGE': return `That is too much at once; ${mostBytes / 1024 / 1024} MB is the most.`;
    default: return messageOf(error);
  }
}

function problemOf(error: FastifyError | FarmwatchError, mostBytes: number): { readonly status: number; readonly body: ProblemView } {
  if (error instanceof FarmwatchError) return { status: error.status, body: { code: error.code, message: error.message } };
  const status = error.statusCode ?? 500;
  if (status === 429) return { status, body: { code: 'too.many', message: 'Too many requests. Wait a minute and try again.' } };
  if (status < 500) return { status, body: { code: 'request.invalid', message: refusal(error, mostBytes) } };
  return { status, body: { code: 'internal', message: 'The server met an error of its own. Its log says more.' } };
}
