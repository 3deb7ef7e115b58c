import type { Family, Finding } from '../../src/detect/detector.ts';
import { settle } from '../../src/core/settings.ts';
import { FUSION_SETTINGS, type FusionContext, type FusionValues } from '../../src/risk/fuse.ts';
import { MONDAY } from './builders.ts';

/** A finding that sets what matters and leaves the rest ordinary: fresh, and named by detector, person and key. */
export function aFinding(fields: Partial<Finding> & { readonly llr: number }): Finding {
  const { detector = 'shared-place', hire_id: hire = 'kim', key = 'home' } = fields;
  return {
    id: `f-${detector}-${hire}-${key}`, detector, version: 1, family: 'company', hire_id: hire, alongside: [], newest: MONDAY, key,
    window: { from: MONDAY, to: MONDAY }, headline: [`${detector} of ${hire}`], facts: [], innocent: [], clear: [], look: { where: {} }, ...fields,
  };
}

/** One detector for each family, unless told; default settings, unless told. */
export function fusionOf(values: Partial<FusionValues> = {}, detectors: Partial<Record<Family, number>> = {}): FusionContext {
  return { asOf: MONDAY, values: { ...settle(FUSION_SETTINGS).values, ...values }, detectors };
}
