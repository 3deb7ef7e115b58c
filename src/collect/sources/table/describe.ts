import type { Preview } from '../../collector.ts';
import type { Rule } from './mapping.ts';
import { columnsIn, type Plan } from './plan.ts';

/** What fills each field, in words. */
export function fieldLines(plan: Plan): Preview['fields'] {
  return plan.fields.map(({ field, rule }) => ({ field, from: fromOf(rule) }));
}

function fromOf(rule: Rule): string {
  if (rule.is !== undefined) return `always ${JSON.stringify(rule.is)}`;
  const columns = columnsIn(rule);
  const from = rule.join ? columns.join(` + ${JSON.stringify(rule.with ?? ' ')} + `) : columns.join(', else ');
  const how = [
    ...(rule.inside === undefined ? [] : [`inside ${rule.inside}`]),
    ...(rule.split === undefined ? [] : [`several with ${JSON.stringify(rule.split)} between`]),
    ...(rule.values ? [`${Object.keys(rule.values).length} words translated`] : []),
    ...(rule.time === undefined && rule.zone === undefined ? [] : [[rule.time ?? 'iso', rule.zone].filter(Boolean).join(', ')]),
    ...(rule.unit === undefined ? [] : [`in ${rule.unit}`]),
    ...(rule.token === undefined ? [] : [`a token, ${rule.token}; the value is not kept`]),
  ];
  return how.length === 0 ? from : `${from} (${how.join('; ')})`;
}
