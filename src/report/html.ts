import { closedAs } from '../cases/case.ts';
import { chanceText } from '../risk/chance.ts';
import type { Share } from './figures.ts';
import { clipped, esc, footnotes, paperOf, raw, rows, type Footnotes } from './paper.ts';
import { quarterSheet } from './quarter-html.ts';
import { bySaid } from './sentences.ts';
import { counted, endOf, percent, signed, spread } from './words.ts';
import type { WeeklyReport } from './weekly-report.ts';

/** Rows of a list that fit on its page; the others fold to "and N more". */
const MOST = { decisions: 4, open: 5, closed: 3, dark: 5, allowed: 4, groups: 4 };

/** The report as one HTML file of exactly two A4 pages, and a third one where it tells of a quarter. */
export function htmlOf(report: WeeklyReport): string {
  const notes = footnotes();
  const front = first(report, notes);
  const back = second(report, notes);
  const quarter = report.quarter ? [{ body: quarterSheet(report.quarter, notes), foot: 'Intervals are exact 95 % ones. A change is told where they do not overlap.' }] : [];
  return paperOf(`Farmwatch weekly report ${report.week}`, report.week, [
    { body: front, foot: 'A finding is a question. Nobody is blocked by Farmwatch; people decide.' },
    { body: back + notes.list(), foot: 'Intervals are exact 95 % ones. No data is hatched, never empty.', isDense: true },
    ...quarter,
  ]);
}

function first(report: WeeklyReport, { n, noted, section }: Footnotes): string {
  const { scope, movement } = report;
  const key = (figure: string, says: string): string => `<div><b>${figure}</b><span>${says}</span></div>`;
  const days = scope.hire_days;
  return `<header><div><p>Farmwatch weekly report${report.simulated ? ' of a <b>simulated company</b>' : ''}</p><h1>Week ${esc(report.week)}: ${esc(report.monday)} to ${esc(report.sunday)}</h1></div><p class="right">${esc(clipped(report.company))}<br>${report.as_of === undefined ? 'nothing was judged' : `as of ${esc(report.as_of)}`}</p></header>
<div class="keys">${key(noted(scope.hires), 'hires in their first months')}${key(noted(scope.laptops), 'laptops sent to them')}${key(noted(scope.sources, `${scope.sources.fresh} of ${scope.sources.value}`), 'sources fresh')}${key(noted({ value: days.hits, query: days.query }, percent(days.hits, days.of)), `of ${days.of.toLocaleString('en-US')} hire-days with data`)}${key(noted(scope.open_cases), `cases open ${endOf(report)}, ${counted(scope.open_cases.people, 'person', 'people')}`)}</div>
<p class="lead">${report.sentences.map(esc).join(' ')}</p>
${section('Decisions needed', () => rows(['Decide', 'Who', 'By'], report.decisions.map((row) => [row.decide, clipped(row.who), bySaid(row)]), MOST.decisions, 'None.'))}
${section('Cases', () => `<div class="two"><table><thead><tr><th></th>${movement.map(({ band }) => `<th class="num">${esc(band)}</th><th class="num faint">before</th>`).join('')}</tr></thead><tbody>
${([['Open on Monday', 'openBefore'], ['Opened, or opened again', 'opened'], ['Changed band', 'changed'], ['Closed, withdrawn or merged', 'gone'], [`Open ${endOf(report)}`, 'openAfter']] as const).map(([says, key_]) => {
    const isState = key_ === 'openBefore' || key_ === 'openAfter';
    const said = (value: number): string => (isState ? String(value) : signed(value));
    return `<tr><th scope="row">${says}</th>${movement.map(({ now, before, query }) => `<td class="num">${n({ value: now[key_], query }, said(now[key_]))}</td><td class="num faint">${n({ value: before[key_], query }, said(before[key_]))}</td>`).join('')}</tr>`;
  }).join('\n')}</tbody></table>
<table><thead><tr><th>Closed as</th><th class="num">this week</th><th class="num faint">before</th><th class="num">12 weeks</th></tr></thead><tbody>${report.closed_as.map(({ reason, query, ...counts }) => `<tr><th scope="row">${esc(closedAs(reason))}</th>${(['now', 'before', 'weeks'] as const).map((when) => `<td class="num${when === 'before' ? ' faint' : ''}">${n({ value: counts[when], query })}</td>`).join('')}</tr>`).join('')}</tbody></table></div>
<p class="small">${esc(report.closed_said)}</p>
${bars(report.weeks)}`)}
${section(`Open ${endOf(report)}, and for how long`, () => `${raw(['Case', 'Band', 'Chance', 'People', 'Days open', 'Families', 'Owner'], report.open.map((line) => [esc(line.id), esc(line.band), chanceText(line.chance), n({ value: line.people, query: line.query }), n({ value: line.days, query: line.query }, line.days.toFixed(1)), esc(line.families.join(', ')), esc(clipped(line.owner, 24))]), MOST.open, 'No case is open.')}
${report.open.length === 0 ? '' : `<p class="small">By days open: ${report.ageing.map(({ days: since, act, review }) => `${esc(since)}: ${act + review}`).join(' · ')}.</p>`}`)}
${section('Closed this week, and what was learned', () => raw(['Case', 'Closed as', 'People', 'Days', 'What it was'], report.closed.map(({ id, reason, people, days: took, note, query }) => [esc(id), esc(closedAs(reason)), n({ value: people, query }), n({ value: took, query }, took.toFixed(1)), esc(clipped(note))]), MOST.closed, 'None.'))}`;
}

function second(report: WeeklyReport, { n, section }: Footnotes): string {
  const share = (one: Share): string => n({ value: one.hits, query: one.query }, spread(one));
  const hits = (one: Share): string => (one.of === 0 ? 'none' : n({ value: one.hits, query: one.query }, `${one.hits} of ${one.of}`));
  const groups = (head: string, lines: readonly (readonly [string, Share])[], said: string): string =>
    `${raw([head, 'Hires', 'In case', '95 % interval'], lines.map(([name, one]) => [esc(clipped(name, 20)), n({ value: one.of, query: one.query }), n({ value: one.hits, query: one.query }), share(one)]), MOST.groups, 'Nobody is in scope.')}<p class="small">${esc(said)}</p>`;
  const { proof } = report;
  return `${section('Would it have seen a farm?', () => `${proof.planted.length === 0 ? '' : raw(['Planted, simulated', 'This week', '12 weeks', 'Found within 72 h, 95 % interval', 'To reach'], proof.planted.map(({ kind, now, weeks, goal }) => [esc(kind), hits(now), hits(weeks), share(weeks), `${100 * goal} %`]), 2, '')}
<p class="small">${(proof.false_alerts ? [proof.said.map(esc).join(' '), n({ value: proof.false_alerts.cases, query: proof.false_alerts.query }, '(its query)')] : proof.said.map(esc)).join(' ')}</p>`)}
${section('What was not watched', () => raw(['What', 'When', 'Hire-days', 'What it means'], report.not_watched.map(({ what, since, hire_days: lost, means }) => [esc(clipped(what, 40)), esc(since), lost ? `<span class="hatch">${n(lost)}</span>` : '', esc(means)]), MOST.dark, 'Nothing is known to be missing.'))}
${section('Where the laptops are', () => `<table><thead><tr>${report.laptops.map(({ verdict }) => `<th class="num">${esc(verdict)}</th>`).join('')}</tr></thead><tbody><tr>${report.laptops.map(({ many }) => `<td class="num">${n(many)}</td>`).join('')}</tr></tbody></table>${report.laptops_said === '' ? '' : `<p class="small">${esc(report.laptops_said)}</p>`}`)}
${section('Allowed and vouched for', () => `<div class="tight">${raw(['Allowed', 'For', 'Owner', 'Until', 'Note', 'Hid'], report.allowed.map((row) => [esc(clipped(row.allowed, 24)), esc(clipped(row.scope, 24)), esc(clipped(row.owner, 26)), esc(row.until), esc(row.note), row.hid ? n(row.hid, counted(row.hid.value, 'finding')) : 'not counted']), MOST.allowed, 'Nothing is allowed or vouched for.')}</div>
<p class="small">${esc(report.allowed_said)}</p>`)}
${section('Is anyone singled out?', () => `<div class="two tight"><div>${groups('Claimed zone', report.zones.map(({ zone, share: one }) => [zone, one]), report.zones_said)}</div><div>${groups('Claimed region', report.regions.map(({ region, share: one }) => [region, one]), report.regions_said)}</div></div><p class="small">Groups under ten people stand together. Name, nationality and language are never used.</p>`)}
${section('Privacy', () => `<p class="ledger">${report.privacy.map(({ what, many }) => `<span>${esc(what)} <b>${n(many)}</b></span>`).join(' ')}</p>`)}
<p class="small">The same week gives the same bytes again. ${esc(clipped(report.versions, 200))}.</p>`;
}

/** Cases opened above the line and closed below it, a pair of bars a week. */
function bars(weeks: WeeklyReport['weeks']): string {
  const most = Math.max(5, ...weeks.flatMap(({ opened, closed }) => [opened, closed]));
  const [width, half] = [640, 26];
  const step = width / weeks.length;
  const height = (many: number): number => Math.round((many / most) * half);
  const drawn = weeks.map(({ week, opened, closed }, at) => {
    const x = Math.round(at * step + step / 4);
    return `<rect x="${x}" y="${half - height(opened)}" width="${Math.round(step / 2)}" height="${height(opened)}" fill="#191b1e"/><rect x="${x}" y="${half}" width="${Math.round(step / 2)}" height="${height(closed)}" fill="#fff" stroke="#191b1e"/><text x="${x + step / 4}" y="${2 * half + 12}" text-anchor="middle">${esc(week.slice(6))}</text>`;
  }).join('');
  const [opened, closed] = [weeks.reduce((sum, one) => sum + one.opened, 0), weeks.reduce((sum, one) => sum + one.closed, 0)];
  return `<figure><svg viewBox="0 0 ${width} ${2 * half + 16}" role="img"><title>Cases of ${weeks.length} weeks: ${opened} opened, ${closed} closed</title><line x1="0" y1="${half}" x2="${width}" y2="${half}" stroke="#191b1e"/>${drawn}</svg><figcaption class="small">Opened above the line, ${opened} in ${weeks.length} weeks; closed below it, ${closed}. The scale ends at ${most}.</figcaption></figure>`;
}
