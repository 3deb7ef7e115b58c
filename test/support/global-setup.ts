import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BROKER_VARIABLE, startElastic, type RunningElastic, type Skipped } from './elasticsearch.ts';

/**
 * One Elasticsearch for all test files of a run: started when the first of them asks, stopped at the end.
 * Runs that need none start none.
 */
export default async function setup(): Promise<() => Promise<void>> {
  let server: Promise<RunningElastic | Skipped> | undefined;
  const broker = createServer((_, answer) => {
    server ??= startElastic();
    server.then(
      (found) => answer.end(JSON.stringify(found)),
      (error: unknown) => answer.end(JSON.stringify({ failed: String(error) })),
    );
  });
  broker.requestTimeout = 0;
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
  broker.unref();
  process.env[BROKER_VARIABLE] = `http://127.0.0.1:${(broker.address() as AddressInfo).port}/`;

  return async () => {
    broker.close();
    delete process.env[BROKER_VARIABLE];
    const found = await server?.catch(() => undefined);
    if (found && 'stop' in found) await found.stop();
  };
}
