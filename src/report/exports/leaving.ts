import { createHash } from 'node:crypto';
import { FarmwatchError } from '../../errors.ts';
import { approvalOf, type AskedExport, type Leaving, type StandingExport } from '../../run/export-book.ts';
import type { Pipeline } from '../../run/pipeline.ts';
import { materialOf, type CaseMaterial, type Sender } from './case-material.ts';
import { HASHES, packOf, type Pack } from './pack.ts';
import { sheetOf } from './sheet.ts';
import { stixOf } from './stix.ts';

/** The words of what leaves. */
export const LEAVING_SAYS = { sheet: 'the sheet for law enforcement', pack: 'the evidence pack', stix: 'the STIX bundle', share: 'the STIX bundle, sent to a collection' } as const satisfies Record<Leaving, string>;

/** A bundle as it is written to a file and sent. */
export function bundleText(material: CaseMaterial): string {
  return `${JSON.stringify(stixOf(material), null, 1)}\n`;
}

/** SHA-256 of what would leave: of the draft, of the list of hashes, of the bundle. */
export function sumOf(what: Leaving, material: CaseMaterial, product: string): string {
  const text = what === 'sheet' ? sheetOf(material) : what === 'pack' ? packOf(material, product).get(HASHES)! : bundleText(material);
  return createHash('sha256').update(text).digest('hex');
}

interface From { readonly pipeline: Pipeline; readonly sender: Sender; readonly product: string }

/**
 * The material that somebody asked for, if it is still the same to the last byte.
 *
 * @throws FarmwatchError `export.changed` where it is not, `not.found` where the case is gone
 */
export async function sameMaterial({ case: id, what, asOf, sum }: AskedExport, { pipeline, sender, product }: From): Promise<CaseMaterial> {
  const material = await materialOf(pipeline, id, sender, asOf);
  if (sumOf(what, material, product) !== sum) throw new FarmwatchError('export.changed', { id });
  return material;
}

/**
 * What leaves: the very thing that was approved, which says so.
 *
 * @throws FarmwatchError `export.unapproved`, `export.changed`
 */
export async function approved(asked: StandingExport, from: From): Promise<{ readonly sheet: string } | { readonly pack: Pack } | { readonly bundle: string }> {
  const approval = approvalOf(asked);
  if (!approval) throw new FarmwatchError('export.unapproved', { id: asked.case, what: LEAVING_SAYS[asked.what] });
  const material = await sameMaterial(asked, from);
  switch (asked.what) {
    case 'sheet': return { sheet: sheetOf(material, approval) };
    case 'pack': return { pack: packOf(material, from.product) };
    case 'stix': case 'share': return { bundle: bundleText(material) };
  }
}
