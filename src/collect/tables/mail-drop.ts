/**
 * Words by which an address is no home and no office: a box at the post, a shop that rents out boxes, a forwarder, a machine
 * or a counter where parcels are fetched. Whole words, so that a street called after one of them stays a street.
 */
const WORDS: readonly RegExp[] = [
  // Boxes at the post.
  /\bp\.?\s*o\.?\s*(?:box|bx)\b/i, /\bpob\.?\s*#?\s*\d/i, /\bpost(?:al)?\s*office\s*box\b/i, /\bpostfach\b/i, /\bapartado\s+(?:de\s+correos|postal)\b/i, /\bcasella\s+postale\b/i, /\bbo[iî]te\s+postale\b/i, /\bskrytka\s+pocztowa\b/i, /\bpostbus\s+\d/i,
  // Boxes that a shop rents out.
  /\bpmb\b\.?\s*#?\s*\d/i, /\bprivate\s+mail\s*box\b/i, /\bmail\s*box(?:es)?\b/i, /\bvirtual\s+(?:office|address)\b/i, /\bmail\s*drop\b/i,
  /\bups\s+store\b/i, /\bmbe\s+\d/i, /\bpostnet\b/i, /\bpostal\s*annex\b/i, /\bpak\s*mail\b/i, /\bipostal\s*1\b/i, /\bearth\s+class\s+mail\b/i, /\bfedex\s+(?:office|onsite)\b/i,
  // Forwarders.
  /\b(?:freight|mail|parcel|package|cargo)\s+forward/i, /\bforward(?:ing|ers?)\b/i, /\bre-?ship(?:ping|pers?)?\b/i,
  // Machines and counters.
  /\bpackstation\b/i, /\bpaketshop\b/i, /\bpaketautomat\b/i, /\bpostfiliale\b/i, /\bpostlagernd\b/i, /\bparcel\s*(?:shop|locker|box|station)\b/i, /\bpaczkomat\b/i, /\bamazon\s+(?:hub\s+)?locker\b/i, /\bpoint\s+relais\b/i,
  /\b(?:ups\s+)?access\s+point\b/i, /\bpick-?\s?up\s+point\b/i, /\bgeneral\s+delivery\b/i, /\bposte\s+restante\b/i,
];

/** True where the lines of an address name a place at which parcels are kept or sent on, rather than a door. */
export function isMailDrop(lines: readonly (string | undefined)[]): boolean {
  const text = lines.filter((line) => line !== undefined).join(', ').normalize('NFC').slice(0, LONGEST);
  return WORDS.some((word) => word.test(text));
}

/** No address is longer. */
const LONGEST = 1000;
