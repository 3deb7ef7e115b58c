import type { Day } from '../../core/time.ts';

/** What was made of single days, held while it still holds; the longest unused goes first. */
export interface KeptDays<T> {
  /** What was made of a day, if that was made of the same; `asBefore` compares what it rested on. */
  get(name: string, day: Day, asBefore: (kept: T) => boolean): T | undefined;
  put(name: string, day: Day, made: T): void;
}

/** @param most sizes of all that is held, in sum */
export function keptDays<T extends { readonly size: number }>(most: number): KeptDays<T> {
  const held = new Map<string, T>();
  let size = 0;
  const letGo = (key: string): void => {
    size -= held.get(key)?.size ?? 0;
    held.delete(key);
  };
  return {
    get(name, day, asBefore) {
      const key = `${name}/${day}`;
      const kept = held.get(key);
      if (kept === undefined || !asBefore(kept)) return undefined;
      held.delete(key);
      held.set(key, kept);
      return kept;
    },
    put(name, day, made) {
      const key = `${name}/${day}`;
      letGo(key);
      held.set(key, made);
      size += made.size;
      for (const oldest of held.keys()) {
        if (size <= most || oldest === key) break;
        letGo(oldest);
      }
    },
  };
}
