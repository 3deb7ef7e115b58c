import { hash } from 'node:crypto';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Action, Event, FieldName } from '../core/event.ts';
import { IDENTITY } from '../core/identity.ts';
import { MINUTE, dayOf, floorTo, type Day } from '../core/time.ts';

/** What was kept, by UTC day of the event; shared by everything that one process reads of a source. */
export type Kept = Map<Day, Set<string>>;

/** Lets the first of alike events in, and leaves out what tells nothing new. */
export interface Repeats {
  /** False for an event that nobody would miss. */
  keeps(event: Event): boolean;
  /** What was let in so far is durable: only now alike events are repeats of it. */
  settled(): void;
  /** What was let in since is not durable, and may come again. */
  lost(): void;
}

const PROGRAM = ['process.name', 'process.executable', 'process.pe.original_file_name', 'process.code_signature.subject_name', 'dns.question.name'] as const satisfies readonly FieldName[];
/** So many are remembered, about 100 bytes each; beyond that the oldest days are forgotten, and more is kept. */
const MOST_KEPT = 500_000;
const MOST_KNOWN = 50_000;
const HALF_HOUR = 30 * MINUTE;

/**
 * Of programs that start and names that are looked up, nearly all are alike and none of them matters. What detectors read is kept:
 * everything that the catalogue knows, the first event of each account and machine in each half hour, because it shows that
 * somebody was there, and the first of each program or name on each machine and day, so that a row that joins the catalogue
 * later still finds it. Neither depends on how records are cut into pages, and forgetting what was kept only keeps more.
 *
 * @param actions kinds of events of which repeats are left out; all others are kept
 */
export function repeatsOf(actions: readonly Action[], catalogue: Pick<Catalogue, 'matchTool' | 'matchJiggler'>, kept: Kept): Repeats {
  const thinned: ReadonlySet<string> = new Set(actions);
  const isKnown = knownTo(catalogue);
  let waiting: Kept = new Map();
  const isNew = (key: string, day: Day): boolean => {
    if (kept.get(day)?.has(key) || waiting.get(day)?.has(key)) return false;
    noteIn(waiting, day, key);
    return true;
  };
  return {
    keeps(event) {
      if (!thinned.has(event['event.action']) || isKnown(event)) return true;
      const at = event['@timestamp'];
      const whose = [event['event.action'], ...IDENTITY.map((field) => event[field] ?? '')];
      const isFirstHere = isNew(keyOf([...whose, floorTo(at, HALF_HOUR)]), dayOf(at));
      const isFirstProgram = isNew(keyOf([...whose, ...PROGRAM.map((field) => event[field] ?? '')]), dayOf(at));
      return isFirstHere || isFirstProgram;
    },
    settled() {
      for (const [day, keys] of waiting) for (const key of keys) noteIn(kept, day, key);
      waiting = new Map();
      forgetOldest(kept);
    },
    lost() {
      waiting = new Map();
    },
  };
}

function noteIn(into: Kept, day: Day, key: string): void {
  const keys = into.get(day);
  if (keys) keys.add(key);
  else into.set(day, new Set([key]));
}

function keyOf(parts: readonly (string | number)[]): string {
  return hash('sha1', parts.join('\0'), 'base64');
}

function forgetOldest(kept: Kept): void {
  let size = [...kept.values()].reduce((sum, keys) => sum + keys.size, 0);
  for (const day of [...kept.keys()].sort()) {
    if (size <= MOST_KEPT) return;
    size -= kept.get(day)!.size;
    kept.delete(day);
  }
}

/** The same few programs run everywhere, so each is looked up once. */
function knownTo({ matchTool, matchJiggler }: Pick<Catalogue, 'matchTool' | 'matchJiggler'>): (event: Event) => boolean {
  const answers = new Map<string, boolean>();
  return (event) => {
    const key = [...PROGRAM, 'process.command_line' as const].map((field) => event[field] ?? '').join('\0');
    let answer = answers.get(key);
    if (answer === undefined) {
      if (answers.size >= MOST_KNOWN) answers.clear();
      const seen = { processName: event['process.name'], commandLine: event['process.command_line'] };
      answer = matchTool({
        ...seen, executable: event['process.executable'], originalFileName: event['process.pe.original_file_name'], signer: event['process.code_signature.subject_name'],
        dnsName: event['dns.question.name'], dnsProcess: event['process.name'],
      }) !== undefined || matchJiggler(seen) !== undefined;
      answers.set(key, answer);
    }
    return answer;
  };
}
