import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { FarmwatchError, messageOf } from '../errors.ts';
import type { ProblemView } from './contract.ts';
import { addCaseRoutes } from './routes-cases.ts';
import { addCommandRoute } from './routes-command.ts';
import { addSessionRoutes } from './routes-session.ts';
import type { ApiParts } from './parts.ts';

/** Nothing from anywhere else: no script, style, picture or frame of another host. */
const POLICY = {
  defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'"], connectSrc: ["'self'"], fontSrc: ["'none'"],
  formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"],
};

export type Server = FastifyInstance;

/**
 * The server: pages, API with its description at /docs, and commands of whoever owns the store's folder.
 *
 * @returns a Fastify instance that does not listen yet; `inject` serves tests
 */
export async function buildServer(parts: ApiParts): Promise<Server> {
  const server = Fastify({
    logger: parts.log ? { level: 'info', redact: ['req.headers.cookie', 'req.headers.authorization'], serializers: { req: (request) => ({ method: request.method, url: request.url.replace(/token=[^&]*/, 'token=…') }) } } : false,
    bodyLimit: 1024 * 1024, trustProxy: false, forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: POLICY }, referrerPolicy: { policy: 'no-referrer' },
    // The embedded server speaks plain HTTP on loopback; a proxy in front adds TLS and its own HSTS.
    strictTransportSecurity: false,
  });
  await server.register(cookie);
  await server.register(rateLimit, { global: true, max: 600, timeWindow: '1 minute' });
  await server.register(swagger, { openapi: { info: { title: 'Farmwatch', description: 'What the pages ask of the server. Sign in first; every answer is worded for the role that asks.', version: '1' } }, transform: jsonSchemaTransform });
  await server.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });

  server.setErrorHandler((error: FastifyError | FarmwatchError, request, reply) => {
    const { status, body } = problemOf(error);
    if (status >= 500) request.log.error(error);
    return reply.status(status).send(body);
  });
  server.setNotFoundHandler((request, reply) => {
    // The pages have addresses of their own; the app behind index.html reads them.
    if (parts.pages !== undefined && request.method === 'GET' && !/^\/(api|docs|command|assets)(\/|$)/.test(request.url)) return reply.sendFile('index.html');
    return reply.status(404).send({ code: 'not.found', message: 'There is nothing under this address.' } satisfies ProblemView);
  });
  addSessionRoutes(server, parts);
  addCaseRoutes(server, parts);
  addCommandRoute(server, parts);
  if (parts.pages !== undefined) await server.register(fastifyStatic, { root: parts.pages, index: ['index.html'] });
  return server as unknown as Server;
}

function problemOf(error: FastifyError | FarmwatchError): { readonly status: number; readonly body: ProblemView } {
  if (error instanceof FarmwatchError) return { status: error.status, body: { code: error.code, message: error.message } };
  const status = error.statusCode ?? 500;
  if (status === 429) return { status, body: { code: 'too.many', message: 'Too many requests. Wait a minute and try again.' } };
  if (status < 500) return { status, body: { code: 'request.invalid', message: messageOf(error) } };
  return { status, body: { code: 'internal', message: 'The server met an error of its own. Its log says more.' } };
}
