/** Levels that a record may have inside each other. Records of vendors have a dozen; whoever sends thousands wants the stack to run over. */
export const DEEPEST = 100;

/** Why a record is refused that is deeper. */
export const TOO_DEEP = `nested more than ${DEEPEST} levels deep; no record of a known system is`;

/** True where a value has lists and objects inside each other on more than {@link DEEPEST} levels. */
export function isTooDeep(value: unknown, levels = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isTooDeep(item, levels - 1));
  for (const name in value) if (isTooDeep((value as Readonly<Record<string, unknown>>)[name], levels - 1)) return true;
  return false;
}
