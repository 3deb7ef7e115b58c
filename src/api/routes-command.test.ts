import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MINUTE } from '../core/time.ts';
import type { ApiParts } from './parts.ts';
import { addCommandRoute } from './routes-command.ts';

afterEach(() => void vi.useRealTimers());

describe('a command that a server runs for another process', () => {
  it('is heard of every ten seconds, however long it says nothing', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const server = Fastify();
    server.setValidatorCompiler(validatorCompiler);
    server.setSerializerCompiler(serializerCompiler);
    addCommandRoute(server, { command: { token: 't', run: async (_, say) => {
      await vi.advanceTimersByTimeAsync(10 * MINUTE);
      say({ out: 'done' });
      return 0;
    } } } satisfies Pick<ApiParts, 'command'> as ApiParts);

    const { body } = await server.inject({ method: 'POST', url: '/command', headers: { authorization: 'Bearer t' }, payload: { argv: ['detect'], folder: '/', input: '' } });

    expect(body).toBe(`${' '.repeat(60)}{"out":"done"}\n{"exit":0}\n`);
    expect(body.trim().split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([{ out: 'done' }, { exit: 0 }]);
    expect(vi.getTimerCount()).toBe(0);
    await server.close();
  });
});
