import { closedAs } from '../cases/case.ts';
import { chanceText } from '../risk/chance.ts';
import { withoutMarks } from '../core/marks.ts';
import { endOf, signed, percent, spread } from './words.ts';
import { perThousand, type QuarterlyReport } from './quarterly.ts';
import { bySaid } from './sentences.ts';
import type { WeeklyReport } from './weekly-report.ts';

/** The report as Markdown. Text from outside is kept from being taken for a mark, a link or a line. */
export function markdownOf(report: WeeklyReport): string {
  const { scope } = report;
  const parts: string[] = [
    `# Farmwatch weekly report ${report.week}`,
    `${report.simulated ? '**Simulated company.** ' : ''}${plain(report.company)}, Monday ${report.monday} to Sunday ${report.sunday}${report.as_of === undefined ? '' : `; events ingested by ${report.as_of}`}.`,
    report.sentences.map(plain).join(' '),
    table(['scope', ''], [
      ['hires in their first months', scope.hires.value], ['laptops sent to them', scope.laptops.value], ['sources fresh', `${scope.sources.fresh} of ${scope.sources.value}`],
      ['hire-days with data', `${percent(scope.hire_days.hits, scope.hire_days.of)} of ${scope.hire_days.of}`], [`cases open ${endOf(report)}`, `${scope.open_cases.value}, ${scope.open_cases.people} people`],
    ]),
    '## Decisions needed',
    report.decisions.length === 0 ? 'None.' : table(['decide', 'who', 'by'], report.decisions.map((row) => [row.decide, row.who, bySaid(row)])),
    '## Cases',
    table(['', ...report.movement.flatMap(({ band }) => [`${band}, this week`, 'last week'])], [
      ['open on Monday', ...report.movement.flatMap(({ now, before }) => [now.openBefore, before.openBefore])], ['opened, or opened again', ...report.movement.flatMap(({ now, before }) => [signed(now.opened), signed(before.opened)])],
      ['changed band', ...report.movement.flatMap(({ now, before }) => [signed(now.changed), signed(before.changed)])], ['closed, withdrawn or merged', ...report.movement.flatMap(({ now, before }) => [signed(now.gone), signed(before.gone)])],
      [`open ${endOf(report)}`, ...report.movement.flatMap(({ now, before }) => [now.openAfter, before.openAfter])],
    ]),
    table(['closed as', 'this week', 'last week', '12 weeks'], report.closed_as.map(({ reason, now, before, weeks }) => [closedAs(reason), now, before, weeks])),
    report.closed_said,
    `## Open ${endOf(report)}`,
    report.open.length === 0 ? 'No case is open.' : table(['case', 'band', 'chance', 'people', 'days open', 'families', 'owner'], report.open.map((line) => [line.id, line.band, chanceText(line.chance), line.people, line.days, line.families.join(', '), line.owner])),
    table(['days open', 'act', 'review'], report.ageing.map(({ days, act, review }) => [days, act, review])),
    ...(report.closed.length === 0 ? [] : ['## Closed this week', table(['case', 'closed as', 'people', 'days', 'what it was'], report.closed.map(({ id, reason, people, days, note }) => [id, closedAs(reason), people, days, note]))]),
    '## Would it have seen a farm?',
    ...(report.proof.planted.length === 0 ? [] : [table(['planted, simulated', 'this week', '12 weeks', 'found within 72 h, 95 % interval', 'to reach'], report.proof.planted.map(({ kind, now, weeks, goal }) => [kind, hitsOf(now), hitsOf(weeks), spread(weeks), `${100 * goal} %`]))]),
    report.proof.said.map(plain).join(' '),
    '## What was not watched',
    report.not_watched.length === 0 ? 'Nothing is known to be missing.' : table(['what', 'when', 'hire-days', 'what it means'], report.not_watched.map(({ what, since, hire_days: days, means }) => [what, since, days?.value ?? '', means])),
    table(['laptops', ''], report.laptops.map(({ verdict, many }) => [verdict, many.value])),
    ...(report.laptops_said === '' ? [] : [plain(report.laptops_said)]),
    '## Allowed',
    report.allowed.length === 0 ? 'Nothing is allowed or vouched for.' : table(['allowed', 'for', 'owner', 'until', 'note', 'findings hidden'], report.allowed.map((row) => [row.allowed, row.scope, row.owner, row.until, row.note, row.hid?.value ?? 'not counted'])),
    ...(report.allowed_said === '' ? [] : [plain(report.allowed_said)]),
    ...report.muted.map(plain),
    '## Privacy',
    table(['', ''], report.privacy.map(({ what, many }) => [what, many.value])),
    '## Is anyone singled out?',
    table(['claimed zone', 'hires', 'in a case', 'share, 95 % interval'], report.zones.map(({ zone, share }) => [zone, share.of, share.hits, spread(share)])),
    plain(report.zones_said),
    table(['claimed region', 'hires', 'in a case', 'share, 95 % interval'], report.regions.map(({ region, share }) => [region, share.of, share.hits, spread(share)])),
    plain(report.regions_said),
    ...(report.quarter ? quarterParts(report.quarter) : []),
    `To check these numbers: \`farmwatch report weekly --week ${report.week} --format json\` prints each with its query. Versions: ${report.versions}.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Five quarters as Markdown, a document of its own. */
export function quarterMarkdownOf(report: QuarterlyReport): string {
  const about = `${report.simulated ? '**Simulated company.** ' : ''}${plain(report.company)}, ${report.first} to ${report.last}.`;
  return `${[`# Farmwatch quarterly report ${report.quarter}`, about, ...quarterParts(report), `To check these numbers: \`${report.query}\` prints each with its query.`].join('\n\n')}\n`;
}

function quarterParts(report: QuarterlyReport): readonly string[] {
  const rate = (share: QuarterlyReport['quarters'][number]['in_case']): string => (share ? `${perThousand(share.hits, share.of)} (${perThousand(share.atLeast, 1)}–${perThousand(share.atMost, 1)})` : 'nobody watched');
  return [
    `## Five quarters to ${report.quarter}`,
    table(['quarter', 'applications seen', 'held', 'confirmed', 'hires watched', 'cases opened', 'confirmed', 'in a case, per 1,000 hires', 'confirmed, per 1,000 hires'], report.quarters.map((one) => [
      one.name, one.applications.seen, one.applications.held, one.applications.confirmed, one.hires.watched, one.cases.opened, one.cases.confirmed, rate(one.in_case), rate(one.confirmed),
    ])),
    report.changes.map(plain).join(' '), report.notes.map(plain).join(' '),
  ];
}

function hitsOf({ hits, of }: { readonly hits: number; readonly of: number }): string {
  return of === 0 ? 'none planted' : `${hits} of ${of}`;
}

/** A table of Markdown; its cells are kept from being marks. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.map((cell) => plain(String(cell))).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/**
 * Text in which nothing is a mark: of names and notes of people anything may come. A backslash before a letter or a digit
 * is none, so `CORP\kim` is read as it is where nobody renders it.
 */
export function plain(text: string): string {
  return withoutMarks(text).replace(/\\(?![\p{L}\p{N}])|[`*_{}[\]<>()#|!~]/gu, (mark) => `\\${mark}`);
}
