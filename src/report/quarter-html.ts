import type { Share } from './figures.ts';
import { clipped, esc, footnotes, paperOf, raw, type Footnotes } from './paper.ts';
import { perThousand, type QuarterlyReport, type QuarterLine } from './quarterly.ts';

/** Five quarters as one HTML file of one A4 page. */
export function quarterHtmlOf(report: QuarterlyReport): string {
  const notes = footnotes();
  const body = quarterSheet(report, notes);
  return paperOf(`Farmwatch quarterly report ${report.quarter}`, report.quarter, [{ body: body + notes.list(), foot: 'Intervals are exact 95 % ones. A change is told where they do not overlap.' }]);
}

/** The page about a quarter, for a report of its own or as the third one of a week. */
export function quarterSheet(report: QuarterlyReport, { n, section }: Footnotes): string {
  const { query, quarters } = report;
  const count = (value: number): string => n({ value, query });
  const rate = (share: Share | undefined): string => (share ? n({ value: share.hits, query }, `${perThousand(share.hits, share.of)} (${perThousand(share.atLeast, 1)}–${perThousand(share.atMost, 1)})`) : '<span class="hatch">nobody watched</span>');
  return `<header><div><p>Farmwatch quarterly report${report.simulated ? ' of a <b>simulated company</b>' : ''}</p><h1>Quarter ${esc(report.quarter)}: ${esc(report.first)} to ${esc(report.last)}</h1></div><p class="right">${esc(clipped(report.company))}</p></header>
${section('From applications to what was confirmed', () => raw(['Quarter', 'Applications seen', 'Held', 'Confirmed', 'Hires watched', 'In a case', 'Confirmed', 'Cases opened', 'Confirmed'], quarters.map(({ name, applications, hires, cases }) => [
    esc(name), count(applications.seen), count(applications.held), count(applications.confirmed), count(hires.watched), count(hires.inCase), count(hires.confirmed), count(cases.opened), count(cases.confirmed),
  ]), quarters.length, ''))}
${section('For 1,000 hires, with exact intervals', () => `${raw(['Quarter', 'Hires watched', 'In a case', 'In a case that was a farm'], quarters.map((one) => [esc(one.name), count(one.hires.watched), rate(one.in_case), rate(one.confirmed)]), quarters.length, '')}
${dots('Hires in a case, for 1,000', quarters, ({ in_case: share }) => share)}
${dots('Hires in a case that was a laptop farm, for 1,000', quarters, ({ confirmed: share }) => share)}`)}
<h2>What has changed</h2>
<p>${report.changes.map(esc).join(' ')}</p>
<h2>To read these figures</h2>
<p class="small">${report.notes.map(esc).join(' ')}</p>`;
}

/** A dot with its interval a quarter, one scale from zero. */
function dots(title: string, quarters: readonly QuarterLine[], shareOf: (line: QuarterLine) => Share | undefined): string {
  const [left, width, step] = [80, 540, 22];
  const most = Math.max(1, ...quarters.map((one) => 1_000 * (shareOf(one)?.atMost ?? 0)));
  const x = (perMille: number): number => Math.round(left + (width * perMille) / most);
  const lines = quarters.map((one, at) => {
    const y = 14 + at * step;
    const share = shareOf(one);
    const name = `<text x="0" y="${y + 3}">${esc(one.name)}</text>`;
    if (!share) return `${name}<text x="${left + 4}" y="${y + 3}">nobody watched</text>`;
    return `${name}<line x1="${x(1_000 * share.atLeast)}" y1="${y}" x2="${x(1_000 * share.atMost)}" y2="${y}" stroke="#191b1e" stroke-width="1.5"/><circle cx="${x((1_000 * share.hits) / share.of)}" cy="${y}" r="3.2" fill="#191b1e"/>`;
  }).join('');
  const end = 14 + quarters.length * step;
  return `<figure><figcaption>${esc(title)}</figcaption><svg viewBox="0 0 640 ${end + 8}" role="img"><title>${esc(title)}: ${quarters.map((one) => { const share = shareOf(one); return `${one.name} ${share ? perThousand(share.hits, share.of) : 'nobody watched'}`; }).join(', ')}</title><line x1="${left}" y1="2" x2="${left}" y2="${end - 8}" stroke="#84898f"/>${lines}<text x="${left}" y="${end + 6}" text-anchor="middle">0</text><text x="${left + width}" y="${end + 6}" text-anchor="end">${most.toFixed(1)}</text></svg></figure>`;
}
