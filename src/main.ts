#!/usr/bin/env node
import { forwarded } from './cli/forward.ts';
import { terminalIo } from './cli/io.ts';
import { runCommand } from './cli/program.ts';
import { sayWhenStopped } from './cli/stopped.ts';

// A reader that has seen enough closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const argv = process.argv.slice(2);
const io = terminalIo();
const stopped = sayWhenStopped(io);
// Whoever holds the embedded store runs the command; otherwise we open it ourselves.
process.exitCode = await forwarded(argv, io, stopped.elsewhere) ?? await runCommand(argv, { io });
stopped.done();
