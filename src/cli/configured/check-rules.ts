import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { MOST_DUE_HOURS, MOST_STEPS, PLAN_OWNERS, planProblems, type PlanOwner, type PlanStep } from '../../cases/response-plan.ts';
import type { Loaded } from '../../config.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import type { CheckRules } from '../../run/checks/check-rules.ts';
import { ruleProblems } from '../../run/checks/stage-rule.ts';
import { worded } from './words.ts';

const Plan = z.strictObject({
  steps: z.array(z.strictObject({ id: z.string(), title: z.string().trim().min(1).max(120), says: z.string().trim().max(2_000).default(''), contact: z.boolean().default(false), owner: z.enum(Object.keys(PLAN_OWNERS) as [PlanOwner, ...PlanOwner[]]).optional(), due_hours: z.number().int().min(1).max(MOST_DUE_HOURS).optional() })).min(1).max(MOST_STEPS),
});

/** What the configuration says of checks. @throws FarmwatchError `config.invalid` where a rule cannot be kept */
export function checkRulesOf({ config, file }: Loaded): CheckRules {
  const { stages, documents, code_days: codeDays, cohort_fewest: cohortFewest } = config.checks;
  const problems = ruleProblems({ stages, documents });
  if (problems.length > 0) throw new FarmwatchError('config.invalid', { file: file ?? 'the configuration', why: problems.join('; ') });
  return { stages, documents, codeDays, cohortFewest };
}

/** The plan of a response of the file that the configuration names; undefined where it names none. @throws FarmwatchError `file.missing`, `config.invalid` */
export function responsePlanOf({ config, path }: Loaded): readonly PlanStep[] | undefined {
  const { plan } = config.response;
  return plan === undefined ? undefined : planIn(path(plan));
}

/** A plan as a file holds it: `{"steps": [{"id", "title", "says", "contact", "owner", "due_hours"}]}`. @throws FarmwatchError `file.missing`, `config.invalid` */
export function planIn(file: string): readonly PlanStep[] {
  if (!existsSync(file)) throw new FarmwatchError('file.missing', { file });
  const read = Plan.safeParse(parsed(file), { error: worded });
  const misfits = read.success ? [] : read.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  const steps = (read.data?.steps ?? []).map(({ id, title, says, contact, owner, due_hours: dueHours }): PlanStep => ({ id, title, says, ...(contact ? { isContact: true } : {}), ...(owner === undefined ? {} : { owner }), ...(dueHours === undefined ? {} : { dueHours }) }));
  const problems = read.success ? planProblems(steps) : misfits;
  if (problems.length > 0) throw new FarmwatchError('config.invalid', { file, why: problems.join('; ') });
  return steps;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new FarmwatchError('config.invalid', { file, why: `not JSON (${messageOf(cause)})` }, { cause });
  }
}
