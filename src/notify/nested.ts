/**
 * A flat document with dotted names as objects within objects, which is how most readers of ECS expect it.
 *
 * @example nested({ 'event.id': 'a', 'event.kind': 'alert' }) // => { event: { id: 'a', kind: 'alert' } }
 */
export function nested(flat: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(flat)) {
    const path = name.split('.');
    let part = root;
    for (const step of path.slice(0, -1)) part = (part[step] ??= {}) as Record<string, unknown>;
    part[path.at(-1)!] = value;
  }
  return root;
}
