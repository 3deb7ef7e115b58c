/** Families of evidence. Detectors of one family lean on related facts, so a family is averaged, not added. */
export const FAMILIES = ['company', 'place', 'identity', 'machine', 'session', 'hours', 'network', 'application', 'human'] as const;
export type Family = (typeof FAMILIES)[number];
