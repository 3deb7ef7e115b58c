/** What Splunk itself keeps of an event. */
const OWN = ['_raw', '_time', '_indextime', 'host', 'index', 'source', 'sourcetype'] as const;

/**
 * What Splunk keeps of an event; undefined where there is nothing else. Beside it stand the fields that Splunk made out,
 * which look like the vendor's record and are none: lists and objects in it are flat.
 */
export function keptBySplunk(raw: unknown): object | undefined {
  if (typeof raw !== 'object' || raw === null || !Object.hasOwn(raw, '_raw')) return undefined;
  const names = OWN.filter((name) => Object.hasOwn(raw, name));
  return names.length === Object.keys(raw).length ? undefined : Object.fromEntries(names.map((name) => [name, (raw as Record<string, unknown>)[name]]));
}
