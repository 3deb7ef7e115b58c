/**
 * A number with the word for so many.
 *
 * @param more the word for any other number than one
 * @example counted(1, 'day') // => '1 day'
 * @example counted(2, 'person', 'people') // => '2 people'
 */
export function counted(many: number, one: string, more = `${one}s`): string {
  return `${many} ${wordFor(many, one, more)}`;
}

/** The word alone, as behind "3 of". @example wordFor(1, 'comes', 'come') // => 'comes' */
export function wordFor(many: number, one: string, more = `${one}s`): string {
  return many === 1 ? one : more;
}
