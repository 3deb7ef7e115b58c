import type { CommandIo } from './io.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Says what a stopped command leaves behind, then lets the signal end the process as it would have: a shell sees 130.
 *
 * A command that sees to signals itself, such as `serve`, is left alone.
 */
export function sayWhenStopped(io: CommandIo): { /** A server runs the command from now on. */ elsewhere(): void; done(): void } {
  let said = 'Stopped. What was acknowledged is kept; the same command again does the rest.';
  const stop = (signal: (typeof SIGNALS)[number]): void => {
    if (process.listenerCount(signal) > 1) return;
    io.err(said);
    done();
    process.kill(process.pid, signal);
  };
  const done = (): void => SIGNALS.forEach((signal) => process.off(signal, stop));
  for (const signal of SIGNALS) process.on(signal, stop);
  return {
    elsewhere() {
      said = 'Stopped listening. The server that holds the store goes on with the command.';
    },
    done,
  };
}
