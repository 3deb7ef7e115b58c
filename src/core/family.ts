/** Families of evidence. Detectors of one family lean on related facts, so a family is averaged, not added. */
export const FAMILIES = ['company', 'place', 'identity', 'machine', 'session', 'hours', 'network', 'application', 'human'] as const;
export type Family = (typeof FAMILIES)[number];

/** A family speaks from here on: where it makes a farm twice as likely as without it. */
export const SPEAKS = Math.log(2);
