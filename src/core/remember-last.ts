/**
 * A pure function that remembers its last answer: asked again with the very same arguments, it works nothing out.
 *
 * For what several detectors of one run ask in the same words. It holds on to one set of arguments.
 */
export function rememberLast<A extends readonly unknown[], R>(work: (...given: A) => R): (...given: A) => R {
  let last: { readonly given: A; readonly made: R } | undefined;
  return (...given) => {
    if (last === undefined || last.given.length !== given.length || given.some((one, place) => one !== last!.given[place])) last = { given, made: work(...given) };
    return last.made;
  };
}
