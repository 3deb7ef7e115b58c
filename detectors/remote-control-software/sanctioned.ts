import type { HireId } from '../../src/core/person.ts';
import { controls, isCommon } from './common.ts';
import type { Seen } from './evidence.ts';
import type { Mark } from './recognise.ts';

/**
 * Allowed tools that were seen on somebody's laptop, by id, in order.
 *
 * They are not counted, and whoever has one is not cleared by having no other: an allowed tool drives a laptop as well.
 * Meeting clients and programs for fleets hand over no screen unless they were set up to; a lookup alone shows no tool.
 */
export function sanctionedOf(marks: readonly Mark[], window: Pick<Seen, 'allowed'>): ReadonlyMap<HireId, readonly string[]> {
  const seen = marks.filter(({ tool, hire, row, source, unattended }) =>
    source !== 'lookup' && (unattended || controls(tool) || !isCommon(tool)) && window.allowed(tool.id, hire, row.day));
  return new Map([...Map.groupBy(seen, ({ hire }) => hire)].map(([hire, own]) => [hire, [...new Set(own.map(({ tool }) => tool.id))].sort()]));
}
