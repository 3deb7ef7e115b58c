import type { Random } from '../../core/random.ts';

const DID = ['Built', 'Led', 'Rewrote', 'Maintained', 'Designed', 'Shipped', 'Moved', 'Replaced', 'Automated', 'Tested', 'Measured', 'Documented', 'Hardened', 'Introduced', 'Owned', 'Split', 'Merged', 'Tuned', 'Reviewed', 'Planned'] as const;
const WHAT = [
  'a billing service', 'the checkout flow', 'an inventory tracker', 'a claims portal', 'the search index', 'a reporting pipeline', 'the mobile client', 'a scheduling engine', 'an onboarding flow', 'the design system',
  'a ledger', 'a fraud queue', 'the release process', 'a message broker', 'the data warehouse', 'an audit trail', 'a pricing model', 'the support console', 'a patient registry', 'the ticketing tool', 'a loan calculator', 'the access layer',
] as const;
const WITH = ['Go', 'Rust', 'Kotlin', 'Python', 'TypeScript', 'Java', 'Elixir', 'Scala', 'Ruby', 'Swift', 'C++', 'Terraform', 'Kafka', 'Postgres', 'React', 'Spark', 'Figma', 'Excel models', 'Snowflake', 'Kubernetes'] as const;
const WHOM = [
  'regional hospitals', 'independent grocers', 'freight brokers', 'school districts', 'credit unions', 'wind parks', 'museum shops', 'dental offices', 'city councils', 'language tutors', 'tenant unions', 'fishing fleets',
  'insurance adjusters', 'public libraries', 'food banks', 'rail operators', 'bike couriers', 'seed growers', 'film studios', 'tax advisers',
] as const;
const HOW = [
  'halving the wait', 'within one quarter', 'without an outage', 'under a fixed budget', 'from an old mainframe', 'across four offices', 'after a merger', 'against a hard deadline', 'with two interns', 'on call every third week',
  'down to eleven minutes', 'for half the cost', 'as the only engineer', 'with auditors watching', 'before the season began', 'while hiring the team',
] as const;

/** A line of a career. With some hundred thousand of them, people who write for themselves hardly ever write the same. */
function lineOfWork(draw: Random): string {
  const [did, what, tool, whom, how] = [draw.pick(DID), draw.pick(WHAT), draw.pick(WITH), draw.pick(WHOM), draw.pick(HOW)];
  // One order of words would make runs of five that everybody has.
  switch (draw.int(4)) {
    case 0: return `${did} ${what} in ${tool} for ${whom}, ${how}.`;
    case 1: return `For ${whom}: ${did.toLowerCase()} ${what} ${how}, mostly ${tool}.`;
    case 2: return `${tool}: ${did.toLowerCase()} ${what} ${how}; users were ${whom}.`;
    default: return `${did} ${what} ${how} with ${tool}; customers ${whom}.`;
  }
}

/** So many lines of a career. */
export function linesOfWork(count: number, draw: Random): readonly string[] {
  return Array.from({ length: count }, () => lineOfWork(draw));
}

/** A résumé of lines in an order of its own. */
export function resumeOf(own: readonly string[], taken: readonly string[], draw: Random): string {
  return draw.shuffle([...own, ...taken]).join(' ');
}
