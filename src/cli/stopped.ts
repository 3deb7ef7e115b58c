import type { CommandIo } from './io.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** What commands leave behind of which the rest cannot simply be done. */
const LEFT: Readonly<Record<string, string>> = {
  restore: 'Stopped. The store is restored whole or not at all: the same command again does it, or says that the place is not empty.',
  backup: 'Stopped. The backup is not whole: remove its folder, and give the command again.',
};

/** What a command that is stopped has to say. */
export function saidWhenStopped(command: string | undefined): string {
  return LEFT[command ?? ''] ?? 'Stopped. What was acknowledged is kept; the same command again does the rest.';
}

/**
 * Says what a stopped command leaves behind, then lets the signal end the process as it would have: a shell sees 130.
 *
 * A command that sees to signals itself, such as `serve`, is left alone.
 */
export function sayWhenStopped(io: CommandIo, command?: string): { /** A server runs the command from now on. */ elsewhere(): void; done(): void } {
  let said = saidWhenStopped(command);
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
