import { createHash } from 'node:crypto';
import { isoOf } from '../../core/time.ts';
import { messageOf } from '../../errors.ts';
import { inFieldOrder } from '../../store/store.ts';
import { fuse, type FusionContext } from '../../risk/fuse.ts';
import type { Finding } from '../../detect/detector.ts';
import type { Risk } from '../../risk/risk.ts';
import type { CaseMaterial } from './case-material.ts';

/** The list that `sha256sum -c` reads. */
export const HASHES = 'SHA256SUMS';

/** What every pack holds besides. */
const FILES = ['README.txt', 'case.json', 'events.ndjson', 'findings.ndjson', 'fusion.json', 'laptops.ndjson', 'people.ndjson', 'risks.ndjson', 'versions.json'] as const;

/** A pack: the text of each file by its name. */
export type Pack = ReadonlyMap<string, string>;

/**
 * A case with its evidence, for somebody who trusts neither us nor the machine it comes from: what was recorded, what was
 * made of it, by which versions, and hashes of all of it. The same case as of the same run gives the same bytes.
 */
export function packOf(material: CaseMaterial, product: string): Pack {
  const { state, asOf, events, findings, risks, hires, laptops, fusion, versions } = material;
  const data = [...new Set(events.flatMap((event) => event['farmwatch.net.data'] ?? []))].sort();
  const texts: Readonly<Record<(typeof FILES)[number], string>> = {
    'README.txt': readme(material, product),
    'case.json': json(state),
    'events.ndjson': lines(events.map((event) => ({ ...inFieldOrder(event), '@timestamp': isoOf(event['@timestamp']), 'event.ingested': isoOf(event['event.ingested']) }))),
    'findings.ndjson': lines(findings),
    'fusion.json': json(fusion),
    'laptops.ndjson': lines(laptops),
    'people.ndjson': lines(hires),
    'risks.ndjson': lines(risks),
    'versions.json': json({ farmwatch: product, ...versions, as_of: isoOf(asOf), address_data: data }),
  };
  const files = FILES.map((name): readonly [string, string] => [name, texts[name]]);
  return new Map([...files, [HASHES, files.map(([name, text]) => `${sha256(text)}  ${name}\n`).join('')]]);
}

/** What is wrong with a pack; nothing where it is whole and adds up again. Whoever forged it may have made its hashes anew. */
export function faultsOf(pack: Pack): readonly string[] {
  const listed = new Map([...(pack.get(HASHES) ?? '').matchAll(/^([0-9a-f]{64}) [ *]([^/\\\n]+)$/gm)].map(([, hash, name]) => [name!, hash!]));
  const missing = [...new Set([HASHES, ...FILES, ...listed.keys()])].filter((name) => !pack.has(name)).map((name) => `${name} is missing`);
  const unlisted = [...pack.keys()].filter((name) => name !== HASHES && !listed.has(name)).map((name) => `${name} is not in ${HASHES}`);
  const changed = [...listed].filter(([name, hash]) => pack.has(name) && sha256(pack.get(name)!) !== hash).map(([name]) => `${name} was changed`);
  const faults = [...missing, ...unlisted, ...changed];
  return faults.length > 0 ? faults : sumFaults(pack);
}

/** Fuses the findings once more and holds the sums against those of the pack, to the last digit. */
function sumFaults(pack: Pack): readonly string[] {
  try {
    const parsed = <T>(name: string): readonly T[] => pack.get(name)!.split('\n').filter(Boolean).map((line) => JSON.parse(line) as T);
    const [fusion, findings, risks] = [JSON.parse(pack.get('fusion.json')!) as FusionContext, parsed<Finding>('findings.ndjson'), parsed<Risk>('risks.ndjson')];
    const summed = new Set(risks.map(({ hire_id: hire }) => hire));
    const unsummed = [...new Set(findings.map(({ hire_id: hire }) => hire))].filter((hire) => !summed.has(hire)).map((hire) => `there are findings about ${hire}, and no sum`);
    return [...unsummed, ...risks.flatMap((risk) => {
      const { logOdds, parts } = fuse(risk.hire_id, risk.day, findings.filter(({ hire_id: hire }) => hire === risk.hire_id), risk.coverage, fusion);
      return logOdds === risk.logOdds && JSON.stringify(parts) === JSON.stringify(risk.parts) ? [] : [`the sum of ${risk.hire_id} is ${logOdds} when it is made again, and ${risk.logOdds} in the pack`];
    })];
  } catch (error) {
    return [`the sums cannot be made again: ${messageOf(error)}`];
  }
}

function readme({ state, asOf, rowsLeft, simulated }: CaseMaterial, product: string): string {
  return `Evidence of case ${state.id}, as of ${isoOf(asOf)}${simulated ? '. Simulated company: none of this happened' : ''}

Nothing in here decides anything about a person. A finding is a question with a weight; each tells its innocent explanations.

To see that nothing was changed:       sha256sum -c ${HASHES}
Compare the hash of ${HASHES} itself with the one you were told by another way: sha256sum ${HASHES}

To run the sum once more:              farmwatch export verify FOLDER
That takes Farmwatch ${product} (Node.js alone; no store, no configuration and no network) and this folder. It reads
findings.ndjson, adds them up by the rules of fusion.json, and holds each sum and each of its parts against risks.ndjson,
to the last digit. It ends with 0 where they are the same, with 1 and a line for each difference otherwise.

Without Farmwatch: the parts of each sum in risks.ndjson, added in their order as double-precision numbers, give its logOdds:
  jq -c '[.hire_id, (reduce .parts[].adds as $part (0; . + $part)), .logOdds]' risks.ndjson

case.json        the case and what people did with it
people.ndjson    its people as personnel records had them
laptops.ndjson   where their laptops were taken to be
events.ndjson    the raw records behind the findings${rowsLeft > 0 ? `; of ${rowsLeft} more only the newest were taken along` : ''}
findings.ndjson  what each detector made of them: weight (natural log of a likelihood ratio), facts, innocent explanations;
                 whoever is not in the case is called a colleague, and no row of theirs is in here
risks.ndjson     the sum for each person, part by part
fusion.json      the rules by which weights were added up
versions.json    versions of detectors, catalogues, settings, and of the data that named places and networks

Weights rest on the company as a whole (what is usual there), which is not in this pack: it holds what the sum is made of,
not what every weight was measured against.
`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

function lines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
