/** `a`, `a and b`, `a, b and c`. */
export function listed<T>(items: readonly T[]): readonly (T | string)[] {
  return items.flatMap((item, index) => (index === 0 ? [item] : [index === items.length - 1 ? ' and ' : ', ', item]));
}
