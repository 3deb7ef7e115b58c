import { once } from 'node:events';
import { closeSync, openSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { FarmwatchError, messageOf } from '../../errors.ts';

const NAME = 'owner.sock';
/** The system takes no longer names for sockets. */
const LONGEST_NAME = 100;

/**
 * Makes this process the only one that uses a spool: it listens on a socket in the folder, which the system closes with the
 * process, however that ends. A number in a file would not do, because in containers every process has the same.
 *
 * @returns lets go of it
 * @throws FarmwatchError `spool.held` where another process has it
 */
export async function holdAlone(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, NAME);
  // The folder under a short name.
  const handle = file.length > LONGEST_NAME ? openSync(folder, 'r') : undefined;
  const address = handle === undefined ? file : `/proc/self/fd/${handle}/${NAME}`;
  try {
    const server = await listening(address).catch(async (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE') throw cause;
      if (await answers(address)) throw new FarmwatchError('spool.held', { folder });
      // A crash left it behind.
      rmSync(file, { force: true });
      return listening(address);
    });
    return async () => {
      server.close();
      await once(server, 'close');
      if (handle !== undefined) closeSync(handle);
    };
  } catch (cause) {
    if (handle !== undefined) closeSync(handle);
    if (cause instanceof FarmwatchError) throw cause;
    throw new FarmwatchError('file.unwritable', { file, why: messageOf(cause), cure: 'Let Farmwatch make a socket there, which takes a local disk' }, { cause });
  }
}

async function listening(address: string): Promise<Server> {
  const server = createServer((visitor) => visitor.destroy());
  server.listen(address);
  await once(server, 'listening');
  return server.unref();
}

async function answers(address: string): Promise<boolean> {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
