import { chanceText } from '../risk/chance.ts';
import { counted } from './sentences.ts';
import { percent, reasonWords, signed, spread } from './words.ts';
import { STYLE } from './style.ts';
import type { Figure, Share, WeeklyReport } from './weekly.ts';

/** Rows of a list that fit on its page; the others fold to "and N more". */
const MOST = { decisions: 4, open: 5, closed: 3, dark: 6, allowed: 6, zones: 6 };

/** The report as one HTML file of exactly two A4 pages, without script and without anything from elsewhere. */
export function htmlOf(report: WeeklyReport): string {
  const queries = new Map<string, string>();
  /** A number that leads to its query, which stands below the pages on a screen. */
  const n = ({ value, query }: Figure, text = value.toLocaleString('en-US')): string => {
    const id = queries.get(query) ?? `q${queries.size + 1}`;
    queries.set(query, id);
    return `<a class="n" href="#${id}">${esc(text)}</a>`;
  };
  const share = (one: Share): string => n({ value: one.hits, query: one.query }, spread(one));
  const pages = [first(report, n), second(report, n, share)];
  const list = [...queries].map(([query, id]) => `<li id="${id}"><code>${esc(query)}</code></li>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Farmwatch weekly report ${esc(report.week)}</title>
<style>${STYLE}</style>
</head>
<body>
${pages.map((page, at) => `<section class="sheet">${page}<footer><span>Farmwatch, ${esc(report.week)}</span><span>${at === 0 ? 'A finding is a question. Nobody is blocked by Farmwatch; people decide.' : 'Intervals are exact 95 % ones. No data is hatched, never empty.'}</span><span>${at + 1} of ${pages.length}</span></footer></section>`).join('\n')}
<section class="queries"><h2>Where the numbers come from</h2><ol>${list}</ol></section>
</body>
</html>
`;
}

type Number_ = (figure: Figure, text?: string) => string;

function first(report: WeeklyReport, n: Number_): string {
  const { scope, movement } = report;
  const key = (figure: string, says: string): string => `<div><b>${figure}</b><span>${says}</span></div>`;
  return `<header><div><p>Farmwatch weekly report${report.simulated ? ' of a <b>simulated company</b>' : ''}</p><h1>Week ${esc(report.week)}: ${esc(report.monday)} to ${esc(report.sunday)}</h1></div><p class="right">${esc(report.company)}<br>${report.as_of === undefined ? 'nothing was judged' : `as of ${esc(report.as_of)}`}</p></header>
<div class="keys">${key(n(scope.hires), 'hires in their first months')}${key(n(scope.laptops), 'laptops sent to them')}${key(n(scope.sources, `${scope.sources.fresh} of ${scope.sources.value}`), 'sources fresh')}${key(n({ value: scope.hire_days.hits, query: scope.hire_days.query }, percent(scope.hire_days.hits, scope.hire_days.of)), `of ${scope.hire_days.of.toLocaleString('en-US')} hire-days with data`)}${key(n(scope.open_cases), `cases open on Sunday, ${counted(scope.open_cases.people, 'person', 'people')}`)}</div>
<p class="lead">${report.sentences.map(esc).join(' ')}</p>
<h2>Cases</h2>
<div class="two"><table><thead><tr><th></th>${movement.map(({ band }) => `<th class="num">${esc(band)}</th><th class="num faint">before</th>`).join('')}</tr></thead><tbody>
${([['Open on Monday', 'openBefore'], ['Opened', 'opened'], ['Changed band', 'changed'], ['Closed, withdrawn or merged', 'gone'], ['Open on Sunday', 'openAfter']] as const).map(([says, key_]) => {
    const isState = key_ === 'openBefore' || key_ === 'openAfter';
    return `<tr><th scope="row">${says}</th>${movement.map(({ now, before, query }) => `<td class="num">${n({ value: now[key_], query }, isState ? String(now[key_]) : signed(now[key_]))}</td><td class="num faint">${isState ? before[key_] : signed(before[key_])}</td>`).join('')}</tr>`;
  }).join('\n')}</tbody></table>
<table><thead><tr><th>Closed as</th><th class="num">this week</th><th class="num faint">before</th><th class="num">12 weeks</th></tr></thead><tbody>${report.closed_as.map(({ reason, now, before, weeks }) => `<tr><th scope="row">${esc(reasonWords(reason))}</th><td class="num">${now}</td><td class="num faint">${before}</td><td class="num">${weeks}</td></tr>`).join('')}</tbody></table></div>
<p class="small">${esc(report.closed_said)}</p>
${bars(report.weeks)}
<h2>Decisions needed</h2>
${rows(['Decide', 'Who', 'By'], report.decisions.map(({ decide, who, by }) => [decide, who, by]), MOST.decisions, 'None.')}
<h2>Open on Sunday, and for how long</h2>
${rows(['Case', 'Band', 'Chance', 'People', 'Days open', 'Families', 'Owner'], report.open.map((line) => [line.id, line.band, chanceText(line.chance), String(line.people), line.days.toFixed(1), line.families.join(', '), line.owner]), MOST.open, 'No case is open.')}
<h2>Closed this week, and what was learned</h2>
${rows(['Case', 'Closed as', 'People', 'Days', 'What it was'], report.closed.map(({ id, reason, people, days, note }) => [id, reasonWords(reason), String(people), days.toFixed(1), clipped(note)]), MOST.closed, 'None.')}`;
}

function second(report: WeeklyReport, n: Number_, share: (one: Share) => string): string {
  return `<h2>Would it have seen a farm?</h2>
<p>${report.proof.map(esc).join(' ')}</p>
<h2>What was not watched</h2>
${raw(['What', 'When', 'Hire-days', 'What it means'], report.not_watched.map(({ what, since, hire_days: days, means }) => [esc(what), esc(since), days ? `<span class="hatch">${n(days)}</span>` : '', esc(means)]), MOST.dark, 'Nothing is known to be missing.')}
<h2>Where the laptops are</h2>
<table><thead><tr>${report.laptops.map(({ verdict }) => `<th class="num">${esc(verdict)}</th>`).join('')}</tr></thead><tbody><tr>${report.laptops.map(({ many }) => `<td class="num">${n(many)}</td>`).join('')}</tr></tbody></table>
<h2>Allowed and vouched for</h2>
${rows(['Allowed', 'For', 'Owner', 'Until', 'Note'], report.allowed.map((row) => [row.allowed, row.scope, row.owner, row.until, row.note]), MOST.allowed, 'Nothing is allowed or vouched for.')}
${report.muted.length === 0 ? '' : `<p class="small">${report.muted.slice(0, 3).map(esc).join(' ')}${report.muted.length > 3 ? ` And ${report.muted.length - 3} more.` : ''}</p>`}
<div class="two"><div><h2>Privacy</h2><table><tbody>${report.privacy.map(({ what, many }) => `<tr><th scope="row">${esc(what)}</th><td class="num">${n(many)}</td></tr>`).join('')}</tbody></table></div>
<div><h2>Is anyone singled out?</h2>${raw(['Claimed zone', 'Hires', 'In a case', 'Share, 95 % interval'], report.zones.map(({ zone, share: one }) => [esc(zone), String(one.of), String(one.hits), share(one)]), MOST.zones, 'Nobody is in scope.')}<p class="small">${esc(report.zones_said)} Name, nationality and language are never used.</p></div></div>
<h2>To check these numbers</h2>
<p class="small">Each number leads to its query below the pages; <code>farmwatch report weekly --week ${esc(report.week)} --format json</code> prints them all, and gives the same bytes again. ${esc(report.versions)}.</p>`;
}

function rows(head: readonly string[], cells: readonly (readonly string[])[], most: number, none: string): string {
  return raw(head, cells.map((row) => row.map(esc)), most, none);
}

/** @param cells HTML already */
function raw(head: readonly string[], cells: readonly (readonly string[])[], most: number, none: string): string {
  if (cells.length === 0) return `<p>${esc(none)}</p>`;
  const more = cells.length - most;
  return `<table><thead><tr>${head.map((one) => `<th>${esc(one)}</th>`).join('')}</tr></thead><tbody>${cells.slice(0, most).map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</tbody></table>${more > 0 ? `<p class="small">and ${more} more</p>` : ''}`;
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

/** As much of a note as fits a line. */
function clipped(note: string): string {
  return note.length > 60 ? `${note.slice(0, 58)}…` : note;
}

/** Text as text: of names and notes anything may come, also marks that turn the direction of reading. */
export function esc(text: string): string {
  return text.replace(/[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
