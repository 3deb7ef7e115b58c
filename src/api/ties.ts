import { compareBytes } from '../core/canonical.ts';
import type { HireId } from '../core/person.ts';
import type { Finding } from '../detect/detector.ts';
import { indexOf } from '../run/run-index.ts';
import { traitsOf, type Trait } from '../run/similar.ts';
import type { TieView } from './contract.ts';
import { thingOf } from './things.ts';
import type { Scene } from './scene.ts';
import { custodyOf } from './verdicts.ts';
import { seemsAt } from './wording.ts';

/** What can stand between people: where their laptops are, what they have in common, and with what they are driven. */
const SHARED: ReadonlySet<Trait['kind']> = new Set(['line', 'router', 'radio', 'token']);

/**
 * Who is tied to what, by findings that weigh: people to the place, the phone or the account that they share, and to the
 * tools on their laptops. People are tied to each other where a finding names no thing between them.
 */
export function tiesOf(hires: readonly HireId[], scene: Scene): readonly TieView[] {
  const findings = hires.flatMap((hire) => indexOf(scene.run).findingsAbout(hire)).filter(({ llr, muted }) => llr > 0 && muted === undefined)
    .map((finding): Told => ({ finding, things: thingsOf(finding) }))
    // What is shared says most, and a question without a thing least.
    .sort((a, b) => rankOf(a) - rankOf(b));
  const ties = new Map<string, TieView>();
  const tie = (from: string, to: string, by: string): void => { ties.set(JSON.stringify([from, to, by]), { from, to, by, seen: true }); };
  const towns = townsOf(findings, scene);
  for (const { finding, things: traits } of findings) {
    const by = scene.detectors.find(({ id }) => id === finding.detector)?.question ?? finding.detector;
    const [person, ...others] = [finding.hire_id, ...finding.alongside].map((hire) => scene.names.of(hire)) as [string, ...string[]];
    const things = traits.map((thing) => thingSaid(thing, towns.get(thing.id), scene));
    for (const thing of things) for (const one of [person, ...others]) tie(one, thing, by);
    if (things.length === 0) for (const other of others) tie(...[person, other].sort() as [string, string], by);
  }
  return [...ties.values()];
}

/** A finding with what it puts between its people or, where it is about one alone, beside them. */
interface Told { readonly finding: Finding; readonly things: readonly Trait[] }

function rankOf({ finding, things }: Told): number {
  return things.length === 0 ? 2 : finding.alongside.length === 0 ? 1 : 0;
}

function thingsOf(finding: Finding): readonly Trait[] {
  return traitsOf([], [finding]).filter(({ kind }) => (finding.alongside.length === 0 ? kind === 'tool' : SHARED.has(kind)));
}

/** Where the laptops seem to be that share a place, by its id, in the words that most of them have for it; a place without a name is left out. */
function townsOf(findings: readonly Told[], scene: Scene): ReadonlyMap<string, string> {
  const said = findings.flatMap(({ finding, things }) => {
    const custody = custodyOf(finding.hire_id, scene.run);
    return custody?.seen_at?.city === undefined ? [] : things.map(({ id }) => ({ id, where: seemsAt(custody) }));
  });
  return new Map([...Map.groupBy(said, ({ id }) => id)].map(([id, all]) => {
    const counts = [...Map.groupBy(all, ({ where }) => where)].sort(([a, x], [b, y]) => y.length - x.length || compareBytes(a, b));
    return [id, counts[0]![0]];
  }));
}

/** “Router Maple-31, Tulsa ± 16 km”. */
function thingSaid({ kind, id }: Trait, town: string | undefined, scene: Scene): string {
  const thing = thingOf(kind, id);
  if (thing === undefined) return scene.toolName(id);
  const name = scene.things.of(thing.kind, thing.id).split(' ').at(-1)!;
  return `${KINDS[kind] ?? kind} ${name}${town === undefined || kind === 'token' ? '' : `, ${town}`}`;
}

const KINDS: Readonly<Partial<Record<Trait['kind'], string>>> = { line: 'Line', router: 'Router', radio: 'Radio', token: 'Phone or account' };
