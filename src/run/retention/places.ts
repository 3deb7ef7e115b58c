import type { WouldGo, WouldGoes } from './rehearsing.ts';

/**
 * Where data about people lie, and how long: the one table from which the page about it, `retention`, the notice to staff,
 * the impact assessment and the table of `src/README.md` follow.
 */

/** Days by the settings under `retention` in farmwatch.json, and by the longest window of a detector. */
export interface RetentionDays { readonly raw_days: number; readonly application_days: number; readonly closed_false_days: number; readonly closed_days: number; readonly left_days: number; readonly untold_days: number; readonly rejects_days: number }
export type RetentionSetting = keyof RetentionDays;

/** What the settings are where nobody chose. */
export const USUAL_DAYS: RetentionDays = { raw_days: 30, application_days: 180, closed_false_days: 90, closed_days: 1_095, left_days: 400, untold_days: 400, rejects_days: 30 };

/** Classes of data, in the words of a notice. */
export const DATA_CLASSES = {
  events: 'What accounts and laptops did', registry: 'People, laptops and applications as the company\'s own lists have them', judgements: 'What was made of it: findings, sums and cases',
  acts: 'What staff of the company did and decided', looks: 'Who looked at whom', access: 'Who may sign in', crowd: 'Counts that name nobody', works: 'How the product itself is doing', passing: 'What is on its way in', outside: 'What left the store',
} as const;
export type DataClass = keyof typeof DATA_CLASSES;

export interface Place {
  readonly class: DataClass;
  readonly kind: 'events' | 'shelf' | 'journal' | 'file' | 'outside';
  /** Names of shelves and journals, files in the data folder, or where else. */
  readonly names: readonly string[];
  readonly what: string;
  /** How long; `{raw_days}` stands for the days of a setting. */
  readonly kept: string;
  /** Whose data these are: of people who are watched, of staff who work with Farmwatch, of nobody. */
  readonly about: 'watched' | 'staff' | 'nobody';
}

export const PLACES: readonly Place[] = [
  { class: 'events', kind: 'events', names: ['events'], about: 'watched', what: 'what happened, with accounts, addresses, machines', kept: 'windows of the detectors + {raw_days} days; of people outside scope two days, then only counts stay, and so of people who are let go; what an open case, one closed as true until its response has ended, half a year at most, or a hold rests on stays' },
  { class: 'registry', kind: 'shelf', names: ['registry'], about: 'watched', what: 'rows of people, laptops, applications with their history; of a résumé hashes of its passages, of a phone or street address a token', kept: 'applications of people not hired {application_days} days since they applied, or, where no file says when, since one named them first; people who left, with what is theirs, {left_days} days after their last day, in scope or not; people without a last day {untold_days} days after a file of people named them last, and never as long as the newest one does; who somebody else\'s row names as manager or as whom they were referred by goes with that row, or when they are let go on their request' },
  { class: 'registry', kind: 'shelf', names: ['newest-files'], about: 'nobody', what: 'on which day a file of people was read last', kept: 'the newest' },
  { class: 'judgements', kind: 'shelf', names: ['runs', 'run-bodies'], about: 'watched', what: 'findings, sums and cases of each run', kept: 'hourly ones 14 days, the last of each of the company\'s days 400 days, without people who were let go; cases closed as false {closed_false_days} days, others {closed_days} days after they were closed' },
  { class: 'crowd', kind: 'shelf', names: ['crowd'], about: 'nobody', what: 'number of devices per place and day, and per tool, MFA device, monitor and controlling machine and day, and of all on a day, of people outside scope, with the instants at which they were learned of; names nobody, though what a controlling machine is called may hint at somebody', kept: 'windows of the detectors + {raw_days} days, 30 at least' },
  { class: 'events', kind: 'shelf', names: ['machine-links'], about: 'watched', what: 'which serial number a machine carried, by a hash of the machine\'s name, where the rows that told it went', kept: '120 days after the last of these rows, and no longer than the holder of the laptop' },
  { class: 'registry', kind: 'shelf', names: ['housekeeping', 'housekeeping-turn'], about: 'watched', what: 'ids of the hires in scope the last time, whether housekeeping is at work, and meanwhile whom it lets go', kept: 'the newest' },
  { class: 'registry', kind: 'shelf', names: ['pseudonyms', 'pseudonyms-newest'], about: 'watched', what: 'who is behind which pseudonym', kept: 'while the person is known; then the name alone, so that nobody gets it anew' },
  { class: 'registry', kind: 'shelf', names: ['pseudonyms-taken', 'thing-names-taken'], about: 'nobody', what: 'pseudonyms that were given once, without whom or what, so that none comes back', kept: 'while the store is' },
  { class: 'registry', kind: 'shelf', names: ['thing-names', 'thing-names-newest'], about: 'watched', what: 'pseudonyms of laptops, hosts, addresses, places and tokens, by hashes of what they stand for', kept: 'while the store is' },
  { class: 'acts', kind: 'journal', names: ['reveals'], about: 'watched', what: 'who asked who is behind which pseudonyms, what for and why, who granted or refused it, and every look; people by their ids', kept: 'until one of these people is let go; then the audit alone says that there was one, by pseudonym' },
  { class: 'access', kind: 'shelf', names: ['accounts', 'sessions'], about: 'staff', what: 'who may sign in, with role, who made and confirmed it, and of people of a provider its subject and their mail address; of passwords, recovery codes and cookies hashes only; keys of authenticators', kept: 'until removed; sessions 12 hours, and then until the next night' },
  { class: 'access', kind: 'journal', names: ['sign-ins'], about: 'staff', what: 'who came in and how, whom the door refused and why, what was done to accounts and by whom, why the account for emergencies was used, and by whom; a name that is no account is not kept', kept: 'while the store is' },
  { class: 'works', kind: 'shelf', names: ['catalogues'], about: 'staff', what: 'newer catalogues and rows of the company\'s own, with the names of who took them and who answers for them; also the journal of that name', kept: 'while the store is' },
  { class: 'acts', kind: 'journal', names: ['permissions'], about: 'staff', what: 'which tools were permitted or taken back by command, by whom, with owner and reason', kept: 'while the store is; one for a single person until that person is let go' },
  { class: 'looks', kind: 'journal', names: ['views'], about: 'watched', what: 'who looked at whom, by pseudonym; of a search what kind of value was asked for, never the value; applicants who were not hired by a mark', kept: 'while the store is; once a person is let go the pseudonym stands for nobody' },
  { class: 'looks', kind: 'journal', names: ['audit'], about: 'watched', what: 'who did, changed, looked at or was refused what, chained by hashes: of people pseudonyms, of a search never the value', kept: 'while the store is: an entry taken out would be found missing' },
  { class: 'looks', kind: 'journal', names: ['anchors'], about: 'nobody', what: 'newest number and hash of the audit by day, and where they were written down', kept: 'while the store is' },
  { class: 'acts', kind: 'journal', names: ['deletions'], about: 'nobody', what: 'how much housekeeping let go, by kind and by the day on which it had come; names nobody', kept: 'while the store is' },
  { class: 'works', kind: 'journal', names: ['planted'], about: 'nobody', what: 'whether simulated farms were found; about nobody', kept: 'while the store is' },
  { class: 'works', kind: 'journal', names: ['hidden'], about: 'nobody', what: 'how much each permission or vouched place hid, by its id, which may hold the id of the hire it is for; households together', kept: 'while the store is; one for a single person until that person is let go' },
  { class: 'acts', kind: 'journal', names: ['device-acts'], about: 'watched', what: 'what IT staff did about which laptop, with its serial number and holder, who did it, who approved a move and where to, who let a waiting contact or move go, or left it with a note, and who took one back', kept: 'until the holder is let go' },
  { class: 'acts', kind: 'journal', names: ['allowances'], about: 'watched', what: 'entries for the allow-list that were asked for with a closing: tool, line or people, who answers, why, until when, and who confirmed it or left it with a note', kept: 'as the case; one about people until they are let go' },
  { class: 'acts', kind: 'journal', names: ['sweeps'], about: 'staff', what: 'why earlier hires were looked at once, since when they were hired, until when findings may be used, and how many there were; names nobody', kept: 'while the store is' },
  { class: 'acts', kind: 'journal', names: ['settings'], about: 'staff', what: 'proposed values, who proposed and decided, why; what they would have changed, as counts and case ids', kept: 'while the store is' },
  { class: 'acts', kind: 'journal', names: ['mutes'], about: 'staff', what: 'which detector is muted for which team until when, who answers for it, why', kept: 'while the store is' },
  { class: 'acts', kind: 'journal', names: ['releases'], about: 'staff', what: 'what other versions said otherwise, as counts and case ids; who acknowledged it', kept: 'while the store is' },
  { class: 'judgements', kind: 'shelf', names: ['forgotten-closings'], about: 'nobody', what: 'of each forgotten case that was closed as false: its id and the detectors that spoke; names nobody', kept: 'while the store is' },
  { class: 'judgements', kind: 'shelf', names: ['forgotten-cases'], about: 'nobody', what: 'ids of cases that are no longer told of; names nobody', kept: 'while the store is' },
  { class: 'acts', kind: 'journal', names: ['acts'], about: 'watched', what: 'what people did to cases, with their names and notes', kept: 'as the case: then its entries are emptied' },
  { class: 'acts', kind: 'journal', names: ['holds'], about: 'watched', what: 'who and what is on hold for the law, for which matter, why, and which two people said so', kept: 'until it was released or lapsed, and everybody it lists is let go' },
  { class: 'acts', kind: 'journal', names: ['corrections'], about: 'watched', what: 'what a person or HR says is wrong in a record, who wrote it down', kept: 'until the person is let go' },
  { class: 'acts', kind: 'journal', names: ['rights'], about: 'watched', what: 'what people asked for about their data, and how they were answered', kept: 'until the person is let go' },
  { class: 'acts', kind: 'journal', names: ['erasures'], about: 'staff', what: 'which asks for deletion were granted, by whom, on which ground, why, and how much went; names nobody', kept: 'while the store is' },
  { class: 'registry', kind: 'shelf', names: ['erased'], about: 'nobody', what: 'hashes of ids and mail addresses of people who were let go on their request, with the day, so that an older file does not bring them back', kept: 'while the store is' },
  { class: 'acts', kind: 'journal', names: ['checks'], about: 'watched', what: 'checks of people by people: hire or application, kind, due date, who did what, the outcome with its note; of a code for a profile a hash', kept: 'until the person, or the application, is let go' },
  { class: 'acts', kind: 'journal', names: ['responses'], about: 'watched', what: 'what people did about confirmed cases: case ids, the plan, who did which step with what evidence, and why steps were added or left out', kept: 'as the case: then its entries are emptied' },
  { class: 'acts', kind: 'journal', names: ['response-plans'], about: 'staff', what: 'the company\'s plan of a response: its steps, who wrote which version and why, and who confirmed or turned one down', kept: 'while the store is' },
  { class: 'acts', kind: 'journal', names: ['exports'], about: 'watched', what: 'what was asked to leave the company of which case, for whom and why, its SHA-256, and who approved it', kept: 'as the case; then the audit alone says who asked and who approved, by the id of the case' },
  { class: 'acts', kind: 'journal', names: ['duties'], about: 'staff', what: 'since when staff know, what it is for, who answers for it, and who recorded that', kept: 'while the store is' },
  { class: 'works', kind: 'shelf', names: ['pulls'], about: 'nobody', what: 'where each pull goes on, when the last one ended and why it failed, and how far our clock is off; addresses of pages and names of files may hold account ids of the service, and of Intune it keeps the id of one laptop; no people', kept: 'while the store is' },
  { class: 'works', kind: 'shelf', names: ['company', 'jobs', 'mappings'], about: 'nobody', what: 'whether the company is made up, how jobs fared, which column fills which field; names nobody', kept: 'while the store is' },
  { class: 'passing', kind: 'file', names: ['spool/'], about: 'watched', what: 'records that were sent or appended, as they came', kept: 'until they are stored, mostly seconds, or until somebody whom they name is let go on their request' },
  { class: 'passing', kind: 'file', names: ['dropped/'], about: 'watched', what: 'files that somebody dropped on a page, as they came', kept: 'until they are imported or taken back, an hour at most, or until somebody whom they name is let go on their request, and then such as cannot be searched go too; what a crash left goes at a later start' },
  { class: 'acts', kind: 'journal', names: ['imports'], about: 'staff', what: 'which files were brought on a page: name, size, SHA-256, by whom, and what came of them as counts', kept: 'while the store is' },
  { class: 'access', kind: 'shelf', names: ['intake-tokens'], about: 'nobody', what: 'hashes of the tokens with which records may be sent, for which source, last use; names nobody', kept: 'until revoked' },
  { class: 'works', kind: 'shelf', names: ['intake'], about: 'nobody', what: 'ports, counts, what waits, files that cannot be followed; names nobody', kept: 'the newest' },
  { class: 'works', kind: 'shelf', names: ['followed', 'read-files'], about: 'nobody', what: 'names of files, how far they were read, hashes of their beginnings', kept: 'while the store is' },
  { class: 'works', kind: 'shelf', names: ['arrivals'], about: 'nobody', what: 'how many records of each source came in, were used and rejected, by day, and the most frequent reason; names nobody', kept: '14 days' },
  { class: 'works', kind: 'shelf', names: ['notices'], about: 'nobody', what: 'what was told of which case to which receiver, when, and why it failed: case ids, bands, families, of a reveal its id; names nobody', kept: 'while the case is; the message of a day and the report of a week 400 days' },
  { class: 'works', kind: 'shelf', names: ['told'], about: 'nobody', what: 'as of which run cases were told last; names nobody', kept: 'while the store is' },
  { class: 'outside', kind: 'outside', names: ['receivers under `notify` with the form `accounts`'], about: 'watched', what: 'mail addresses of the people of a case and names of their laptops, in the Splunk or Elasticsearch index that the administrator named', kept: 'as that index' },
  { class: 'outside', kind: 'outside', names: ['packs, sheets and copies that were written with `--out`, and backups'], about: 'watched', what: 'whatever was exported or copied, as it stood then', kept: 'until whoever holds them deletes them: no rule of Farmwatch reaches them' },
  { class: 'passing', kind: 'file', names: ['rejects.ndjson', 'rejects.old.ndjson'], about: 'watched', what: 'rows that could not be used', kept: 'between {rejects_days} days and twice as long, or until 128 MB more came' },
  { class: 'access', kind: 'shelf', names: ['sealing'], about: 'nobody', what: 'under which version of the key of identity the store is sealed, and a mark of that key', kept: 'while the store is' },
  { class: 'outside', kind: 'outside', names: ['`FOLDER.identity-key` beside the data folder'], about: 'nobody', what: 'the key under which it is sealed who is meant; not in the store and in no backup of it', kept: 'for ever: without it nobody can read who is meant' },
  { class: 'access', kind: 'file', names: ['token.key'], about: 'nobody', what: 'the company\'s key for tokens, of a store that is not sealed or was begun before that key came of the key of identity', kept: 'for ever: without it old and new tokens do not meet' },
];

/** "shelves `runs`, `run-bodies`". */
export function placeSaid({ kind, names }: Place): string {
  const ticked = names.map((name) => `\`${name}\``).join(', ');
  switch (kind) {
    case 'events': return `store ${ticked}`;
    case 'shelf': return `${names.length > 1 ? 'shelves' : 'shelf'} ${ticked}`;
    case 'journal': return `journal ${ticked}`;
    case 'file': return `${ticked} in the data folder`;
    case 'outside': return names.join(', ');
  }
}

/** What would go from a place; undefined for one that is not in the store. */
export function wouldGoFrom({ kind, names }: Pick<Place, 'kind' | 'names'>, all: WouldGoes): WouldGo | undefined {
  if (kind === 'file' || kind === 'outside') return undefined;
  const found = counted(names).flatMap((name) => all.get(name) ?? []);
  return { goes: found.reduce((sum, { goes }) => sum + goes, 0), changes: found.reduce((sum, { changes }) => sum + changes, 0) };
}

/** Names of which documents are counted: bodies of runs are pieces of them, many and large. */
export function counted(names: Place['names']): Place['names'] {
  return names.filter((name) => name !== 'run-bodies');
}

/** How long, with the days of the settings. */
export function keptSaid({ kept }: Place, days: RetentionDays): string {
  return kept.replace(/\{(\w+)\}/g, (_, name: RetentionSetting) => String(days[name]));
}

/** Settings that a place follows. */
export function settingsOf({ kept }: Place): readonly RetentionSetting[] {
  return [...kept.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as RetentionSetting);
}
