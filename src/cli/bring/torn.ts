import { FarmwatchError } from '../../errors.ts';
import { printable, type CommandIo } from '../io.ts';

/**
 * Says which files could not be read to their end, after everything that could be was read and counted.
 *
 * @throws FarmwatchError the last of them, which ends the command
 */
export function throwTorn(torn: readonly FarmwatchError[], io: CommandIo): void {
  for (const error of torn.slice(0, -1)) io.err(io.colour.red(printable(error.message)));
  if (torn.length > 0) throw torn.at(-1)!;
}

/** A tear as a dry run tells it, which keeps nothing of what came before. */
export function triedTorn(error: FarmwatchError): FarmwatchError {
  return new FarmwatchError('file.unreadable', { ...error.details, cure: 'A dry run keeps nothing of it.' }, { cause: error });
}
