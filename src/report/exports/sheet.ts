import { PLAIN, say } from '../../core/said.ts';
import { isoOf } from '../../core/time.ts';
import type { Approval } from '../../run/export-book.ts';
import { plain, table } from '../markdown.ts';
import { addressesIn, toolsIn } from './seen.ts';
import { isConfirmed, type CaseMaterial } from './case-material.ts';

/**
 * Facts of a case for law enforcement, as Markdown: what was recorded, when in UTC, and whom to ask. No weight, no chance
 * and no opinion of ours is in it, and nothing of whoever is not in the case.
 *
 * @param approval who let it leave; without one it is a draft, and says so
 */
export function sheetOf(material: CaseMaterial, approval?: Approval): string {
  const { state, asOf, hires, laptops, findings, events } = material;
  const accounts = (hire: string): string => {
    const person = hires.find(({ hire_id: id }) => id === hire)!;
    return [person.email, ...person.user_names].join(', ');
  };
  const speaking = findings.filter(({ llr }) => llr > 0);
  const parts: string[] = [
    `# Facts of case ${plain(state.id)}`,
    `${approval ? `**Approved to leave the company** by ${plain(approval.by)} on ${isoOf(approval.at)}, for ${plain(approval.to)}; asked for by ${plain(approval.askedBy)} (request ${plain(approval.id)}).` : '**DRAFT. Not approved to leave the company.** Whoever answers for personnel and legal matters approves it.'}${material.simulated ? ' **Simulated company: none of this happened.**' : ''}`,
    table(['', ''], [
      ['organisation', material.organisation], ['whom to ask', material.contact ?? 'not named: set company.contact'], ['case opened', isoOf(state.openedAt)],
      ['as of', isoOf(asOf)], ['found by people to be', isConfirmed(state) ? 'a laptop farm' : state.closed ? `closed as ${state.closed.reason}` : 'not decided'],
      ['records', `${events.length} raw records are kept for this case${material.rowsLeft > 0 ? `, and ${material.rowsLeft} more of the same kinds` : ''}`],
    ]),
    'All times are UTC. The identity under which somebody was hired may belong to a person who knows of nothing; so may a line or a home. Addresses are told as recorded: who leased one at a time is known to its operator.',
    '## People as hired',
    table(['reference', 'start date', 'end date', 'accounts'], hires.map((hire) => [hire.hire_id, hire.start_date, hire.end_date ?? '', accounts(hire.hire_id)])),
    '## Laptops',
    laptops.length === 0 ? 'None of the company is recorded.' : table(['serial number', 'issued to', 'sent to', 'last heard', 'where it seems to stand'], laptops.map((laptop) => [
      laptop.serial, laptop.hire_id ?? '', laptop.shipped_to ? pointOf(laptop.shipped_to) : 'not recorded', laptop.last_contact === undefined ? 'never' : isoOf(laptop.last_contact),
      laptop.seen_at ? `within ${Math.round(laptop.seen_at.radius_km)} km of ${pointOf(laptop.seen_at)}, at ${Math.round(100 * laptop.seen_at.level)} %` : 'cannot be told',
    ])),
    ...(laptops.some(({ seen_at: seenAt }) => seenAt) ? ['Where a laptop seems to stand is a circle that holds the place in as many of 100 cases as stated. Its middle is no address.'] : []),
    '## Recorded',
    ...(speaking.length === 0 ? ['Nothing that speaks for a laptop farm stands now.'] : []),
    ...speaking.flatMap((finding) => [
      `**${plain(say(finding.headline, PLAIN).replace(/\.$/, ''))}**, about ${plain(finding.hire_id)}, ${isoOf(finding.window.from)} to ${isoOf(finding.window.to)}`,
      table(['what', 'recorded'], finding.facts.map(({ label, value }) => [label, say(value, PLAIN)])),
    ]),
    '## Addresses',
    seen(addressesIn(events, () => false).map(({ ip, operator, kind, first, last, rows }) => [ip, [operator?.number === undefined ? '' : `AS${operator.number}`, operator?.name ?? ''].join(' ').trim(), kind, isoOf(first), isoOf(last), rows]), ['address', 'operator', 'network', 'first', 'last', 'records']),
    '## Remote-control tools',
    seen(toolsIn(events, material.toolOf).map(({ name, first, last, rows }) => [name, isoOf(first), isoOf(last), rows]), ['name', 'first', 'last', 'records']),
    `The raw records, with hashes, are in the evidence pack of this case: \`farmwatch export case ${plain(state.id)} --format pack --as-of ${isoOf(Math.max(asOf, state.closed?.at ?? asOf))} --out FOLDER\`.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function seen(rows: readonly (readonly (string | number)[])[], head: readonly string[]): string {
  return rows.length === 0 ? 'None.' : table(head, rows);
}

function pointOf({ lat, lon }: { readonly lat: number; readonly lon: number }): string {
  return `${lat.toFixed(2)}, ${lon.toFixed(2)}`;
}
