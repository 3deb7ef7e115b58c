import { FarmwatchError, messageOf, type ErrorCode } from '../../errors.ts';

/** What the engine says, and what we call it. The first that fits counts. */
const MEANINGS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/Conflicting lock|Could not set lock|already (attached|open)|being used by another process/i, 'store.locked'],
  [/No space left|disk (is )?full|ENOSPC|EDQUOT|quota exceeded|not enough space|File too large|max_temp_directory_size/i, 'store.full'],
  [/newer version of DuckDB|created with a newer|version number/i, 'store.newer'],
  [/not a valid DuckDB database|corrupt|checksum|Serialization Error|Failure while replaying WAL|INTERNAL Error|FATAL Error|database has been invalidated/i, 'store.damaged'],
  [/Permission denied|EACCES|EROFS|Read-only file system|read-?only (mode|database)/i, 'store.refused'],
  [/Out of Memory/i, 'store.refused'],
  [/IO Error|EIO/i, 'store.damaged'],
];

/** An engine's failure in our words, with its cause. Ours, and mistakes in code, pass unchanged. */
export function understood(error: unknown, store: string): unknown {
  if (error instanceof FarmwatchError) return error;
  const said = messageOf(error);
  const code = MEANINGS.find(([pattern]) => pattern.test(said))?.[1];
  if (!code) return error;
  return new FarmwatchError(code, { store, why: firstLine(said), ...HINTS[code] }, { cause: error });
}

const HINTS: Partial<Record<ErrorCode, Record<string, string>>> = {
  'store.refused': { cure: 'Check that this account may write the folder, and give the store more memory or smaller batches.' },
  'store.newer': { found: 'of a newer engine', known: 'the engine it came with' },
};

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? text).replace(/^\w+( \w+)? Error: /, '').replace(/ See also http\S+$/, '');
}
