/**
 * A table that text from outside may ask: a plain object would answer `constructor` with a function of its own.
 *
 * @example lookup({ up: 1 })['toString'] // => undefined
 */
export function lookup<const T extends object>(table: T): Readonly<T> {
  return Object.freeze(Object.assign(Object.create(null) as T, table));
}
