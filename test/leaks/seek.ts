import { strFromU8, unzipSync } from 'fflate';

const PREFIX = 6;

/**
 * Finds which of many values stand in a text, in one walk over it.
 *
 * @param fields each value, of six letters or more, with the field that it stands in
 * @returns what finds them: value and field
 */
export function seeker(fields: ReadonlyMap<string, string>): (text: string) => ReadonlyMap<string, string> {
  const behind = new Map<string, string[]>();
  for (const value of fields.keys()) {
    const first = value.slice(0, PREFIX);
    behind.set(first, [...behind.get(first) ?? [], value]);
  }
  return (text) => {
    const found = new Map<string, string>();
    for (let at = 0; at + PREFIX <= text.length; at++) {
      for (const value of behind.get(text.slice(at, at + PREFIX)) ?? []) if (text.startsWith(value, at)) found.set(value, fields.get(value)!);
    }
    return found;
  };
}

/** All text of an answer: as it came, without the escapes of JSON, and of an archive what is in its files. */
export function textOf(body: Buffer, type: string): string {
  const text = type.includes('zip') ? Object.entries(unzipSync(body)).map(([name, bytes]) => `${name}\n${strFromU8(bytes)}`).join('\n') : body.toString();
  return text.includes('\\\\') ? `${text}\n${text.replaceAll('\\\\', '\\')}` : text;
}
