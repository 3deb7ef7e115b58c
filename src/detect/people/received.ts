import { blocksOf } from '../../core/address.ts';
import { canonicalLink } from '../../core/links.ts';
import { foldedMail, mailParts } from '../../core/mail.ts';
import type { ApplicationRow, IndicatorRow } from '../../core/person.ts';
import { likeness } from '../../core/shingles.ts';
import type { Day } from '../../core/time.ts';
import { marksOf } from './traits.ts';

/** True while an indicator counts: to the end of its last day, or for ever where none is told. */
export function inForce({ until }: IndicatorRow, day: Day): boolean {
  return until === undefined || day <= until;
}

/** Words senders use, as shares. */
const WORDS: readonly (readonly [RegExp, number])[] = [[/very high|certain|confirmed/, 1], [/high/, 0.85], [/medium|moderate|probable|likely/, 0.6], [/low|possible|doubtful/, 0.3]];
/** What is made of an indicator whose sender does not say how sure they are. */
const UNSAID = 0.5;

/**
 * How sure the sender is, 0 to 1: a number of up to 100 as in STIX, a share, or a word.
 *
 * @example certaintyOf('80') // => 0.8
 */
export function certaintyOf(confidence: string | undefined): number {
  const text = confidence?.trim().toLowerCase() ?? '';
  const number = /^(\d+(?:[.,]\d+)?)\s*(%?)$/.exec(text);
  if (number) {
    const value = Number(number[1]!.replace(',', '.'));
    return Math.min(1, number[2] === '' && value <= 1 ? value : value / 100);
  }
  return WORDS.find(([word]) => word.test(text))?.[1] ?? UNSAID;
}

/** Finds the indicators that meet an application. */
export interface Received { matching(application: ApplicationRow): readonly IndicatorRow[] }

/**
 * Indicators ready to be looked up by what an application says.
 *
 * A link counts whether it was given as profile or portfolio, `@company.example` for every address there, a block for
 * every address in it, a résumé for much the same text. Kinds an application cannot meet (tool, device, address) are passed over.
 *
 * @param alike likeness from which on two résumés are one, 0 to 1
 */
export function receivedOf(indicators: readonly IndicatorRow[], alike: number): Received {
  const exact = new Map<string, IndicatorRow[]>();
  const blocks: { readonly holds: (address: string) => boolean; readonly indicator: IndicatorRow }[] = [];
  const texts: { readonly shingles: readonly string[]; readonly indicator: IndicatorRow }[] = [];
  for (const indicator of indicators) {
    const { kind, value } = indicator;
    if (kind === 'ip' && value.includes('/')) blocks.push({ holds: blocksOf([value]), indicator });
    else if (kind === 'resume' && /\s/.test(value)) texts.push({ shingles: value.split(' '), indicator });
    else {
      const key = keyOf(kind, value);
      if (key !== undefined) exact.set(key, [...(exact.get(key) ?? []), indicator]);
    }
  }
  return {
    matching(application) {
      const { applied_from_ip: ip, resume_shingles: shingles } = application;
      return [
        ...new Set([...keysOf(application)].flatMap((key) => exact.get(key) ?? [])),
        ...(ip === undefined ? [] : blocks.filter(({ holds }) => holds(ip)).map(({ indicator }) => indicator)),
        ...(shingles === undefined ? [] : texts.filter((text) => likeness(text.shingles, shingles) >= alike).map(({ indicator }) => indicator)),
      ];
    },
  };
}

function keyOf(kind: string, value: string): string | undefined {
  switch (kind) {
    case 'email': return value.startsWith('@') ? `domain\0${value.slice(1).toLowerCase()}` : `mail\0${foldedMail(value)}`;
    case 'profile': case 'portfolio': {
      const link = canonicalLink(value);
      return link === undefined ? undefined : `link\0${link}`;
    }
    case 'phone': return `phone\0${value}`;
    case 'ip': return `ip\0${value}`;
    default: return undefined;
  }
}

function keysOf(application: ApplicationRow): ReadonlySet<string> {
  const mail = application.email === undefined ? undefined : mailParts(application.email);
  return new Set([
    ...(mail ? [`mail\0${mail.local}@${mail.domain}`, `domain\0${mail.domain}`] : []),
    ...[...marksOf(application, 'profile'), ...marksOf(application, 'portfolio')].map((link) => `link\0${link}`),
    ...(application.phone === undefined ? [] : [`phone\0${application.phone}`]),
    ...(application.applied_from_ip === undefined ? [] : [`ip\0${application.applied_from_ip}`]),
  ]);
}
