/**
 * A pure function that remembers its last answer about its first argument: asked again with the very same ones, it works nothing out.
 *
 * For what several detectors of one run ask in the same words. An answer goes when nobody holds that first argument any more.
 */
export function rememberLast<A extends readonly [object, ...unknown[]], R>(work: (...given: A) => R): (...given: A) => R {
  const last = new WeakMap<object, { readonly given: A; readonly made: R }>();
  return (...given) => {
    const known = last.get(given[0]);
    if (known?.given.every((one, place) => one === given[place])) return known.made;
    const made = work(...given);
    last.set(given[0], { given, made });
    return made;
  };
}
