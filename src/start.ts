import { commandOf, forwarded } from './cli/forward.ts';
import { terminalIo } from './cli/io.ts';
import { runCommand } from './cli/program.ts';
import { sayWhenStopped } from './cli/stopped.ts';

const argv = process.argv.slice(2);
/** Commands that do nothing but show. */
const SHOWS = new Set(['findings', 'risk', 'cases', 'devices', 'explain', 'check-shipments', 'evaluate', 'doctor', 'config', 'help']);

// A reader that has seen enough closes the pipe; that is no failure. What only shows is done then; other work goes on to its end.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (stream === process.stdout && SHOWS.has(commandOf(argv) ?? '')) process.exit(0);
  });
}

const io = terminalIo();
const stopped = sayWhenStopped(io, commandOf(argv));
// Whoever holds the embedded store runs the command; otherwise we open it ourselves.
process.exitCode = await forwarded(argv, io, stopped.elsewhere) ?? await runCommand(argv, { io });
stopped.done();
