import { plain } from '../report/markdown.ts';
import { ANSWER_DAYS } from '../run/rights-asks.ts';
import { PLACES, keptSaid } from '../run/retention/places.ts';
import { afterwardsSaid } from './afterwards.ts';
import { FIELD_KINDS, NEVER, type RunningFacts } from './facts.ts';
import { listSources, listsSaid } from './list-kinds.ts';
import { listOf, tableOf } from './marks.ts';
import { outsideSaid } from './outside.ts';

const TO_FILL = '**[to be filled in]**';

/** What a company does not know yet stands out, so that nobody gives a notice with holes. */
function filled(text: string | undefined): string {
  return text?.trim() ? plain(text.trim()) : TO_FILL;
}

/** Rights of a person, in the words of a notice. */
export function rightsSaid({ contact, mayWithhold }: Pick<RunningFacts, 'contact' | 'mayWithhold'>): readonly string[] {
  return [
    `ask for a copy of what is held about you, and get it within ${ANSWER_DAYS} days${mayWithhold ? '; where an inquiry is under way a part may be withheld, as far as the law allows, and the copy then says so' : ''}`,
    'say what is wrong: your note is kept beside the record and shown wherever the record is', 'object, and ask for deletion or for a restriction of use, which a person decides on within the same time; when what is held about you is deleted, the audit alone goes on saying that somebody was looked at, under a made-up name that then stands for nobody', 'have a person look at anything that was decided about you, and hear the reasons',
    `complain to the data-protection authority${contact === undefined ? '' : '; but you may ask us first'}`,
  ];
}

/** Where what is read comes from: the company's lists, and systems by their titles. */
export function sourcesSaid({ lists, sources }: Pick<RunningFacts, 'lists' | 'sources'>): readonly string[] {
  return [...listSources(lists), ...sources.map(({ title }) => title)];
}

/** How long each kind of data about people is kept. */
export function keptOfPeople({ days }: Pick<RunningFacts, 'days'>): readonly { readonly what: string; readonly kept: string }[] {
  return PLACES.filter(({ about, kind }) => about === 'watched' && kind !== 'outside').map((place) => ({ what: place.what, kept: keptSaid(place, days) }));
}

/** A notice to staff as Markdown, filled from the running configuration; what is missing stands out. */
export function noticeOf(facts: RunningFacts): string {
  const { company, contact, duties, scope, transfers } = facts;
  const from = sourcesSaid(facts);
  return `${[
    `# Notice: how ${plain(company)} looks for laptops that stand elsewhere`,
    ...(facts.simulated ? ['**Simulated company.**'] : []),
    `Given on ${filled(duties.noticeGivenOn)}. Who answers for it: ${filled(duties.owner)}. Whom to ask: ${filled(contact)}.`,
    '## Why', filled(duties.purpose), `On the legal ground: ${filled(facts.legalGround)}`,
    'Some people who are hired from afar are not who they say they are, and their laptops stand together in a house where others drive them. We look for signs of that in records that our systems write anyway. A sign is a question and never a verdict: a person looks, asks about ordinary reasons first, and two people have to agree before anything follows.',
    '## Whom and when', `People from ${scope.daysBefore} days before to ${scope.daysAfter} days after their first day, longer only while a question about them is open.`, listOf(afterwardsSaid(facts.days)),
    '## What', 'From the company\'s own lists:', listOf(listsSaid(facts.lists)), 'From records that its systems write:', listOf(FIELD_KINDS.map(({ says }) => says)), 'It comes from:', from.length === 0 ? TO_FILL : listOf(from.map(plain)),
    '## What we never take', listOf(NEVER),
    '## How long', tableOf(['what', 'how long'], keptOfPeople(facts).map(({ what, kept }) => [what, kept])),
    '## Who sees it', listOf([...facts.roles.map(({ role, may }) => `${role}: may ${may}`), ...outsideSaid(facts)]),
    ...(transfers.trim() === '' ? [] : ['## Other countries', plain(transfers)]),
    '## Your rights', 'You may', listOf(rightsSaid(facts)),
    '## To acknowledge', 'I have read this notice.', 'Name, day, signature: ______________________________',
  ].join('\n\n')}\n`;
}
