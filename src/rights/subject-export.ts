import { createHash } from 'node:crypto';
import { closedAs } from '../cases/case.ts';
import { counted } from '../core/counted.ts';
import { isoOf, type Instant } from '../core/time.ts';
import { inert } from '../report/inert.ts';
import { esc } from '../report/paper.ts';
import type { Leaving } from '../run/export-book.ts';
import { PLACES, keptSaid, placeSaid, type RetentionDays } from '../run/retention/places.ts';
import { RIGHTS } from '../run/rights-asks.ts';
import type { Viewed } from '../run/views.ts';
import { inFieldOrder } from '../store/store.ts';
import type { SubjectMaterial } from './subject-material.ts';

/** The files of a copy, by name. */
export type SubjectCopy = ReadonlyMap<string, string>;

export const COPY_FILES = ['about-you.html', 'about-you.json', 'records.ndjson', 'SHA256SUMS'] as const;

const KINDS: Readonly<Record<string, string>> = {
  'sign-in': 'sign-ins', 'vpn-connected': 'tunnels that came up', 'vpn-disconnected': 'tunnels that went down', 'latency-measured': 'round trips measured', 'check-in': 'times your laptop said that it is awake, and where it is',
  'activity': 'intervals with input: how many keys and pointer moves, never which', 'session-connected': 'remote sessions', 'session-disconnected': 'ends of remote sessions', 'process-started': 'programs that ran', 'software-present': 'programs found installed',
  'dns-query': 'names that were looked up', 'usb-present': 'devices plugged in', 'display-present': 'displays plugged in', 'shipment-updated': 'scans of your laptop\'s parcel', 'account-changed': 'changes of your records', 'badge-in': 'times you were seen in person at a place of the company', 'verified': 'checks by a person',
};
const LOOKS: Readonly<Record<Viewed['what'], string>> = { case: 'a case', person: 'your page', timeline: 'your time line', rows: 'raw records', search: 'a search that found you', screen: 'your application', export: 'a case that was written to a file', copy: 'the copy that you asked for', approval: 'what was asked to leave the company', check: 'a check', response: 'what was done about a case', reveal: 'your name', erasure: 'what would go if all about you were deleted' };
const LEFT: Readonly<Record<Leaving, string>> = { sheet: 'facts of a case for law enforcement', pack: 'evidence of a case', stix: 'a case as a bundle for other companies', share: 'a case, sent to a collection of other companies' };
const isoOrNull = (at: Instant | undefined): string | null => (at === undefined ? null : isoOf(at));

/**
 * A copy for the person: what is held, in plain words as a page, and for machines as JSON and one record a line.
 * The same material gives the same bytes. Text of people and records is shown as text, whatever it holds.
 */
export function copyOf(raw: SubjectMaterial, days: RetentionDays): SubjectCopy {
  const material = inert(raw);
  const files: readonly (readonly [string, string])[] = [
    ['about-you.html', pageOf(material, days)],
    ['about-you.json', `${JSON.stringify(jsonOf(material, days), null, 1)}\n`],
    ['records.ndjson', material.records.map((event) => `${JSON.stringify({ ...inFieldOrder(event), '@timestamp': isoOf(event['@timestamp']), 'event.ingested': isoOf(event['event.ingested']) })}\n`).join('')],
  ];
  return new Map([...files, ['SHA256SUMS', files.map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`).join('')]]);
}

function jsonOf(material: SubjectMaterial, days: RetentionDays): object {
  const { hire, asOf, company, contact, simulated, facts, groups, recordsLeft, records, findings, judgedAt, cases, looks, acts, did, corrections, asks, onHold, withheld, isDraft } = material;
  return {
    about: hire, as_of: isoOf(asOf), company, contact: contact ?? null, simulated,
    from_company_lists: facts.map(({ list, field, value, since }) => ({ list, field, value, since: since === null ? null : isoOf(since) })),
    records: { in_this_copy: records.length, older_left_out: recordsLeft, by_source: groups.map(({ source, action, rows, first, last }) => ({ source, action, rows, first: isoOf(first), last: isoOf(last) })) },
    judged_at: judgedAt === undefined ? null : isoOf(judgedAt), findings, cases: cases.map(({ openedAt, closedAt, ...one }) => ({ ...one, openedAt: isoOf(openedAt), ...(closedAt === undefined ? {} : { closedAt: isoOf(closedAt) }) })),
    who_looked: looks.map(({ at, what }) => ({ at: isoOf(at), what })), acts_on_your_laptop: acts.map(({ at, kind }) => ({ at: isoOf(at), kind })),
    checks: did.checks.map(({ what, begunAt, outcome, endedAt }) => ({ what, begun: isoOf(begunAt), outcome: outcome ?? null, ended: isoOrNull(endedAt) })),
    steps_of_responses: did.steps.map(({ case: id, what, doneAt, leftOutAt }) => ({ case: id, what, done: isoOrNull(doneAt), left_out: isoOrNull(leftOutAt) })),
    left_the_company: did.exports.map(({ what, to, askedAt, approvedAt }) => ({ what: LEFT[what], for: to, asked: isoOf(askedAt), approved: isoOrNull(approvedAt) })),
    name_asked_for: did.reveals.map(({ why, askedAt, opened, looks: times }) => ({ why, asked: isoOf(askedAt), allowed: opened, looked: times.map(isoOf) })),
    corrections: corrections.map(({ at, ...one }) => ({ at: isoOf(at), ...one })), asked_for: asks.map(({ right, receivedAt, dueAt, answered }) => ({ right, received: isoOf(receivedAt), due: isoOf(dueAt), answered: answered ? isoOf(answered.at) : null })),
    on_hold_for_the_law: withheld ? null : onHold, something_withheld: withheld, to_be_looked_over: isDraft,
    kept: PLACES.filter(({ about }) => about === 'watched').map((place) => ({ where: placeSaid(place).replaceAll('`', ''), what: place.what, how_long: keptSaid(place, days) })),
  };
}

function pageOf(material: SubjectMaterial, days: RetentionDays): string {
  const { hire, asOf, company, contact, simulated, facts, groups, records, recordsLeft, findings, judgedAt, cases, looks, acts, did, corrections, asks, onHold, withheld, isDraft } = material;
  const whom = contact === undefined ? 'whoever answers for data protection in your company' : esc(contact);
  const day = (at: number): string => esc(isoOf(at).slice(0, 10));
  const moment = (at: number): string => esc(isoOf(at).slice(0, 16).replace('T', ' ')) + ' UTC';
  const table = (head: readonly string[], lines: readonly (readonly string[])[]): string => `<table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead><tbody>${lines.map((line) => `<tr>${line.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}</tbody></table>`;
  const list = (lines: readonly string[]): string => `<ul>${lines.map((line) => `<li>${line}</li>`).join('\n')}</ul>`;
  const section = (title: string, body: string): string => `<section><h2>${title}</h2>\n${body}</section>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>What Farmwatch holds about you</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>What Farmwatch holds about you</h1><p>${esc(company)}, for ${esc(hire)}, as of ${moment(asOf)}.${simulated ? ' <b>Simulated company: none of this happened.</b>' : ''}</p></header>
${isDraft ? '<p class="mark"><b>To be looked over.</b> This is no copy yet, and not for the person: whoever answers them reads it first, and decides whether something is withheld.</p>' : ''}
<p>Farmwatch looks, in the first months of somebody’s work, at signs that a laptop stands somewhere else than with the person it was sent to. It asks questions and decides nothing: people do. Nobody else's data are in this copy. If something is wrong, or you want something explained, ask ${whom}; what you say is kept beside the record. You may also complain to the data-protection authority where you live.</p>
${withheld ? `<p class="mark"><b>Something is withheld from this copy.</b> The law lets a company keep back what would harm an inquiry that is under way. A named person decided it and wrote down why. You will get it when that ends; until then you may ask ${whom}, or the authority, to look at that decision.</p>` : ''}
${section('From the company\'s own lists', facts.length === 0 ? '<p>Nothing.</p>' : table(['List', 'What', 'Value', 'Known since'], facts.map(({ list: name, field, value, since }) => [esc(name), esc(field.replaceAll('_', ' ')), esc(value), since === null ? 'the beginning' : day(since)])))}
${section('Records of what your accounts and laptops did', `${groups.length === 0 ? '<p>None is held.</p>' : table(['Source', 'What', 'Records', 'First', 'Last'], groups.map(({ source, action, rows, first, last }) => [esc(source), esc(KINDS[action] ?? action), String(rows), day(first), day(last)]))}
<p>Every one of them stands in <code>records.ndjson</code>: ${counted(records.length, 'record')}${recordsLeft > 0 ? `, the newest; ${counted(recordsLeft, 'older one was', 'older ones were')} too many for one file, ask for them` : ''}. Host names of other people's machines are left out.</p>`)}
${section('What was made of it', `${withheld ? '<p>Withheld, as said above.</p>' : findings.length === 0 ? '<p>No finding is held about you.</p>' : findings.map(({ says, question, facts: behind, innocent, clear, weight }) => `<article><h3>${esc(says)}</h3><p>${question === '' ? '' : `The question: ${esc(question)} `}It speaks ${weight > 0 ? 'for looking closer' : weight < 0 ? 'against looking closer' : 'neither for nor against looking closer'}.</p>${behind.length === 0 ? '' : list(behind.map(esc))}${innocent.length === 0 ? '' : `<p>Ordinary reasons for it, which are ruled out first:</p>${list(innocent.map(esc))}`}${clear === '' ? '' : `<p>What would settle it: ${esc(clear)}</p>`}</article>`).join('\n')}
${judgedAt === undefined ? '' : `<p>Last looked at: ${moment(judgedAt)}.</p>`}`)}
${section('Cases', cases.length === 0 ? `<p>${withheld ? 'Withheld, or none.' : 'There is none about you.'}</p>` : table(['Case', 'Opened', 'Now', 'Notes of staff'], cases.map(({ id, openedAt, status, closedAs: reason, closedAt, notes }) => [esc(id), day(openedAt), reason === undefined ? esc(status) : `closed ${closedAt === undefined ? '' : day(closedAt)} as: ${esc(closedAs(reason))}`, String(notes)])) + '<p>Notes may speak of other people, so their text is not copied here. Ask, and somebody reads with you what is about you.</p>')}
${section('Who looked', looks.length === 0 ? '<p>Nobody has looked at your records.</p>' : table(['When', 'At what'], looks.map(({ at, what }) => [moment(at), esc(LOOKS[what])])) + '<p>Each look has a name in the journal, which the privacy officer and the auditor read.</p>')}
${acts.length === 0 ? '' : section('What IT staff did about your laptop', table(['When', 'What'], acts.map(({ at, kind }) => [moment(at), esc(kind.replaceAll('-', ' '))])))}
${section('Checks by people', did.checks.length === 0 ? `<p>${withheld ? 'None is told, as said above, or there was none.' : 'Nobody has checked anything with you or about you.'}</p>` : table(['What', 'Begun', 'Ended', 'Outcome'], did.checks.map(({ what, begunAt, endedAt, outcome }) => [esc(what), day(begunAt), endedAt === undefined ? 'not yet' : day(endedAt), esc(outcome ?? '')])) + '<p>What was noted may speak of other people. Ask, and somebody reads with you what is about you.</p>')}
${did.steps.length === 0 ? '' : section('What was done after a case was confirmed', table(['Case', 'Step', 'When'], did.steps.map(({ case: id, what, doneAt, leftOutAt }) => [esc(id), esc(what), doneAt === undefined ? `left out ${day(leftOutAt!)}` : day(doneAt)])))}
${section('What left the company', did.exports.length === 0 ? `<p>${withheld ? 'Withheld, or nothing.' : 'Nothing about you was asked to leave the company.'}</p>` : table(['What', 'For whom', 'Asked', 'Approved'], did.exports.map(({ what, to, askedAt, approvedAt }) => [esc(LEFT[what]), esc(to), day(askedAt), approvedAt === undefined ? 'not approved' : day(approvedAt)])))}
${did.reveals.length === 0 ? '' : section('Who asked for your name', `<p>On the pages of Farmwatch you have a made-up name. Whoever needs yours gives a reason, and a second person decides.</p>${table(['Asked', 'Why', 'Allowed', 'Looked at'], did.reveals.map(({ askedAt, why, opened, looks: times }) => [moment(askedAt), esc(why), opened ? 'yes' : 'no', times.length === 0 ? 'never' : times.map(moment).join(', ')]))}`)}
${section('Corrections', corrections.length === 0 ? '<p>None. A correction is kept beside the record and shown wherever the record is.</p>' : table(['When', 'From', 'About', 'What is right'], corrections.map(({ at, from, about, says }) => [day(at), from === 'person' ? 'you' : 'HR', esc(about), esc(says)])))}
${section('What you asked for', asks.length === 0 ? '<p>Nothing is noted.</p>' : table(['What', 'Received', 'Answer due', 'Answered'], asks.map(({ right, receivedAt, dueAt, answered }) => [esc(RIGHTS[right]), day(receivedAt), day(dueAt), answered ? day(answered.at) : 'not yet'])))}
${onHold ? section('On hold', '<p>Your records are kept longer than usual, because a legal matter may need them. Two people decided it. They go when it ends.</p>') : ''}
${section('How long it is kept', table(['What', 'How long'], PLACES.filter(({ about }) => about === 'watched').map((place) => [esc(place.what), esc(keptSaid(place, days))])))}
</body>
</html>
`;
}

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}h3{font-size:1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8886;overflow-wrap:anywhere}.mark{border-left:4px solid #b23a0e;padding-left:1rem}@media print{body{margin:0;max-width:none}}`;
