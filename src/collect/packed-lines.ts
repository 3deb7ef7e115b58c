import { readLines } from './lines.ts';
import { partPacker, type PackedPart, type PackingOptions } from './part-packer.ts';

/**
 * Reads a file of ECS documents, one a line, in parts.
 *
 * @throws FarmwatchError `file.missing`, `file.unreadable`: a torn file, after everything before the tear was handed over
 */
export async function* packedLines(file: string, options: PackingOptions): AsyncGenerator<PackedPart> {
  const packer = partPacker(options);
  let torn: unknown;
  try {
    for await (const found of readLines(file)) {
      for (const one of found) {
        if ('rejected' in one) {
          packer.reject({ line: one.line, reason: one.rejected });
        } else {
          const raw = parsed(one.text);
          if (raw === undefined) packer.reject({ line: one.line, reason: 'not JSON', record: one.text });
          else packer.take(one.line, raw);
        }
        if (packer.full) yield packer.part();
      }
    }
  } catch (error) {
    torn = error;
  }
  if (!packer.empty) yield packer.part();
  if (torn !== undefined) throw torn;
}

/** Undefined where the text is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
