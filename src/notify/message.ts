import type { Family } from '../core/family.ts';
import { withoutMarks } from '../core/marks.ts';
import { DAY, HOUR, isoOf, type Instant } from '../core/time.ts';
import type { Band } from '../risk/risk.ts';
import type { About, Alert, AlertReason, AnchorOut } from './notice.ts';

/** A file that goes with a message. */
export interface Attachment { readonly name: string; readonly type: string; readonly content: string }

/** What is told, in words, before it takes the shape of a receiver. Every text is plain: each shape keeps it from being taken for a mark. */
export interface Message {
  /** The same for every attempt, so that a receiver can tell a repeat. */
  readonly id: string;
  readonly at: Instant;
  readonly about: About;
  readonly company: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** Where to go on. */
  readonly link: string | undefined;
  /** The report itself: as text, as a value, and as files. */
  readonly report?: { readonly text: string; readonly value: unknown; readonly files: readonly Attachment[] };
}

/** Families as the pages name them, within a sentence. */
export const FAMILY_WORDS = {
  company: 'company it keeps', place: 'where it lives', identity: 'who they are', machine: 'what runs on the laptop', session: 'who drives it',
  hours: 'when it works', network: 'how it connects', application: 'what the application said', human: 'what people checked',
} as const satisfies Record<Family, string>;

const BAND_WORDS = { quiet: 'quiet', watch: 'watch: nothing to do yet', review: 'review: somebody should look at it', act: 'act: somebody should decide today' } as const satisfies Record<Band, string>;

export interface Wording {
  readonly company: string;
  /** Address of the pages; without one messages have no links. */
  readonly pages: string | undefined;
  readonly acknowledgeWithin: number;
}

/** The report of a week, as far as a message needs it. */
export interface Reported { readonly sentences: readonly string[]; readonly text: string; readonly value: unknown; readonly files: readonly Attachment[] }

/** Puts a notice into words. @param reported of a notice about a report; others need none */
export function messageOf(notice: { readonly id: string; readonly at: Instant; readonly about: About }, { company, pages, acknowledgeWithin }: Wording, reported?: Reported): Message {
  const { id, at, about } = notice;
  const linkTo = (path: string): string | undefined => (pages === undefined ? undefined : `${pages.replace(/\/+$/, '')}/${path}`);
  const title = titleOf(about);
  const said = { id, at, about, company };
  switch (about.kind) {
    case 'alert': return { ...said, title, lines: alertLines(about, acknowledgeWithin), link: linkTo(`cases/${encodeURIComponent(about.case)}`) };
    case 'digest': return {
      ...said, title, link: linkTo(''),
      lines: [`From ${isoOf(about.from)} to ${isoOf(about.to)}.`, ...about.alerts.map((alert) => `${titleOf(alert)}. Speaks for it: ${families(alert.families)}.`), CAREFUL],
    };
    case 'report': return { ...said, title, lines: reported?.sentences ?? [], link: undefined, ...(reported ? { report: reported } : {}) };
    case 'reveal': return {
      ...said, title, link: linkTo('reveals'),
      lines: [
        `${oneLine(about.by, 100)} asked who is behind ${about.people.join(', ')} (${about.about}), ${about.purpose}.`, `Reason: ${oneLine(about.reason, 2_000)}`,
        `Nobody else in the company may grant it, so it opens by itself an hour after this message, at ${isoOf(about.opensAt)} or a little later, unless it is refused on the page Reveals before.`, 'You are told because you were named as a reader outside. Ask them, if this surprises you.',
      ],
    };
    case 'reveal-due': return { ...said, title, lines: [], link: linkTo('reveals') };
    case 'anchor': return { ...said, title, lines: ['Keep this message. It shows later that nothing up to this entry was changed.', anchorText(about), 'To check: farmwatch audit verify --anchors FILE, with lines such as the one above.'], link: undefined };
    case 'trial': return { ...said, title, lines: ['This is a trial. Messages of Farmwatch arrive here.', 'No case is behind it.'], link: linkTo('') };
  }
}

const CAREFUL = 'A finding is a question: rule out innocent reasons first.';

const HAPPENED = { 'opened': 'was opened', 'open-again': 'stands open again', 'new-family': 'has something new', 'unacknowledged': 'waits for somebody' } as const satisfies Record<AlertReason, string>;

function spanSaid(millis: number): string {
  const days = Math.round(millis / DAY);
  return days <= 1 ? 'in the last day' : `in the last ${days} days`;
}

/** What a message is about, on one line. @example titleOf(alert) // => 'Farmwatch: case c-3 was opened, band act' */
export function titleOf(about: About): string {
  switch (about.kind) {
    case 'alert': return `Farmwatch: case ${about.case} ${HAPPENED[about.reason]}, band ${about.band}`;
    case 'digest': return `Farmwatch: ${counted(new Set(about.alerts.map((alert) => alert.case)).size, 'case')} ${spanSaid(about.to - about.from)}`;
    case 'report': return `Farmwatch weekly report ${about.week}`;
    case 'reveal-due': return 'Farmwatch: somebody asks who somebody is, with no second person';
    case 'reveal': return `Farmwatch: ${oneLine(about.by, 60)} asks who somebody is, with no second person`;
    case 'anchor': return `Farmwatch: audit of ${about.day}, entry ${about.n}`;
    case 'trial': return 'Farmwatch: a trial message';
  }
}

function alertLines({ reason, band, people, families: all, fresh }: Alert, acknowledgeWithin: number): readonly string[] {
  return [
    `About ${counted(people, 'person', 'people')}. Band ${BAND_WORDS[band]}.`,
    ...(reason === 'open-again' ? ['It was withdrawn, because nobody in it was watched any more; what stands now speaks for it again.'] : []),
    ...(reason === 'new-family' ? [`New since the last message: ${families(fresh)}.`] : []),
    ...(reason === 'unacknowledged' ? [`Nobody has taken it within ${counted(Math.round(acknowledgeWithin / HOUR), 'hour')}. This is not repeated.`] : []),
    `Speaks for it: ${families(all)}.`, CAREFUL,
  ];
}

/** As a file of anchors has it. */
function anchorText({ n, hash, day, at }: AnchorOut): string {
  return JSON.stringify({ n, hash, day, at });
}

function families(all: readonly Family[]): string {
  return all.length === 0 ? 'nothing just now' : all.map((family) => FAMILY_WORDS[family]).join('; ');
}

function counted(many: number, one: string, others = `${one}s`): string {
  return `${many} ${many === 1 ? one : others}`;
}

/** The message as plain text. */
export function textOf({ lines, link, company, report }: Message): string {
  return [...(report ? [report.text] : lines), '', ...(link === undefined ? [] : [link]), `Company: ${oneLine(company)}`].join('\n');
}

/** Text from outside on one line: neither a header, a log nor a card gets a second one from it, and nothing turns its direction. */
export function oneLine(text: string, most = 300): string {
  return withoutMarks(text).trim().slice(0, most);
}
