import { chanceText } from '../risk/chance.ts';
import { reasonWords, signed, percent, spread } from './words.ts';
import type { WeeklyReport } from './weekly.ts';

/** The report as Markdown. Text from outside is kept from being taken for a mark, a link or a line. */
export function markdownOf(report: WeeklyReport): string {
  const { scope } = report;
  const parts: string[] = [
    `# Farmwatch weekly report ${report.week}`,
    `${report.simulated ? '**Simulated company.** ' : ''}${plain(report.company)}, Monday ${report.monday} to Sunday ${report.sunday}${report.as_of === undefined ? '' : `; events ingested by ${report.as_of}`}.`,
    report.sentences.map(plain).join(' '),
    table(['scope', ''], [
      ['hires in their first months', scope.hires.value], ['laptops sent to them', scope.laptops.value], ['sources fresh', `${scope.sources.fresh} of ${scope.sources.value}`],
      ['hire-days with data', `${percent(scope.hire_days.hits, scope.hire_days.of)} of ${scope.hire_days.of}`], ['cases open on Sunday', `${scope.open_cases.value}, ${scope.open_cases.people} people`],
    ]),
    '## Cases',
    table(['', ...report.movement.flatMap(({ band }) => [`${band}, this week`, 'last week'])], [
      ['open on Monday', ...report.movement.flatMap(({ now, before }) => [now.openBefore, before.openBefore])], ['opened', ...report.movement.flatMap(({ now, before }) => [signed(now.opened), signed(before.opened)])],
      ['changed band', ...report.movement.flatMap(({ now, before }) => [signed(now.changed), signed(before.changed)])], ['closed, withdrawn or merged', ...report.movement.flatMap(({ now, before }) => [signed(now.gone), signed(before.gone)])],
      ['open on Sunday', ...report.movement.flatMap(({ now, before }) => [now.openAfter, before.openAfter])],
    ]),
    table(['closed as', 'this week', 'last week', '12 weeks'], report.closed_as.map(({ reason, now, before, weeks }) => [reasonWords(reason), now, before, weeks])),
    report.closed_said,
    '## Decisions needed',
    report.decisions.length === 0 ? 'None.' : table(['decide', 'who', 'by'], report.decisions.map(({ decide, who, by }) => [decide, who, by])),
    '## Open on Sunday',
    report.open.length === 0 ? 'No case is open.' : table(['case', 'band', 'chance', 'people', 'days open', 'families', 'owner'], report.open.map((line) => [line.id, line.band, chanceText(line.chance), line.people, line.days, line.families.join(', '), line.owner])),
    ...(report.closed.length === 0 ? [] : ['## Closed this week', table(['case', 'closed as', 'people', 'days', 'what it was'], report.closed.map(({ id, reason, people, days, note }) => [id, reasonWords(reason), people, days, note]))]),
    '## Would it have seen a farm?',
    report.proof.map(plain).join(' '),
    '## What was not watched',
    report.not_watched.length === 0 ? 'Nothing is known to be missing.' : table(['what', 'when', 'hire-days', 'what it means'], report.not_watched.map(({ what, since, hire_days: days, means }) => [what, since, days?.value ?? '', means])),
    table(['laptops', ''], report.laptops.map(({ verdict, many }) => [verdict, many.value])),
    '## Allowed',
    report.allowed.length === 0 ? 'Nothing is allowed or vouched for.' : table(['allowed', 'for', 'owner', 'until', 'note'], report.allowed.map((row) => [row.allowed, row.scope, row.owner, row.until, row.note])),
    ...report.muted.map(plain),
    '## Privacy',
    table(['', ''], report.privacy.map(({ what, many }) => [what, many.value])),
    '## Is anyone singled out?',
    table(['claimed zone', 'hires', 'in a case', 'share, 95 % interval'], report.zones.map(({ zone, share }) => [zone, share.of, share.hits, spread(share)])),
    report.zones_said,
    `To check these numbers: \`farmwatch report weekly --week ${report.week} --format json\` prints each with its query. Versions: ${report.versions}.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A table of Markdown; its cells are kept from being marks. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.map((cell) => plain(String(cell))).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Text in which nothing is a mark: of names and notes of people anything may come. */
export function plain(text: string): string {
  return text.replace(/[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]+/g, ' ').replace(/[\\`*_{}[\]<>()#|!~]/g, (mark) => `\\${mark}`);
}
