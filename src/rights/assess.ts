import { plain } from '../report/markdown.ts';
import { DATA_CLASSES, PLACES, keptSaid, placeSaid } from '../run/retention/places.ts';
import { DUTIES, NOT_ADVICE } from './duties-table.ts';
import { FIELD_KINDS, NEVER, fieldsOfClass, type RunningFacts } from './facts.ts';
import { LISTS_OF_PEOPLE, LIST_KINDS, LIST_TITLES } from './list-kinds.ts';
import { listOf, tableOf } from './marks.ts';
import { sourcesSaid } from './notice.ts';
import { outsideSaid } from './outside.ts';

/** What nobody but the company can answer. Those that the configuration answers already are left out. */
export function openQuestions({ duties, contact, legalGround, sources, receivers, transfers, simulated }: RunningFacts): readonly string[] {
  return [
    ...(simulated ? ['This is a simulated company: repeat the draft with your own configuration.'] : []),
    ...(duties.purpose?.trim() ? [] : ['What is it for, in a sentence that staff are told?']),
    ...(duties.owner?.trim() ? [] : ['Who answers for it?']),
    ...(duties.noticeGivenOn === undefined ? ['When are staff told, and how is their acknowledgement kept?'] : []),
    ...(contact === undefined ? ['Whom do staff ask?'] : []),
    ...(sources.length === 0 ? ['Which sources will be connected?'] : []),
    ...(receivers.length === 0 ? ['Does anybody outside the company get personal data, such as a provider of the store?'] : []),
    ...(transfers.trim() === '' ? ['Do data leave the country, and on which ground?'] : []),
    ...(legalGround.trim() === '' ? ['On which legal ground?'] : []),
    'How was the interest of the company weighed against that of staff?',
    'Which source can be left out, and would the purpose still be served?',
    'What did workers or their representatives say?',
    'How are people with unusual hours, adaptive devices or shared homes kept from harm?',
    'Who reads the measured error rates, and when is this draft looked at again?',
    'Where applicants or workers in the EU are concerned: is it a high-risk system under the AI Act for you?',
  ];
}

/**
 * Draft of a data-protection impact assessment as Markdown, from the running configuration. It says what is, and asks what
 * only people can answer; it approves nothing.
 */
export function assessmentOf(facts: RunningFacts): string {
  const { company, today, duties, scope, sources, detectors, roles, transfers } = facts;
  const known = (text: string | undefined): string => (text?.trim() ? plain(text.trim()) : '**open**');
  return `${[
    `# Impact assessment of monitoring: draft for ${plain(company)}`,
    `Drafted on ${today} from the running configuration. **A draft: nobody has approved it.** ${NOT_ADVICE}${facts.simulated ? ' **Simulated company.**' : ''}`,
    '## What and why', tableOf(['', ''], [['purpose', known(duties.purpose)], ['legal ground', known(facts.legalGround)], ['who answers for it', known(duties.owner)], ['staff told on', known(duties.noticeGivenOn)], ['whom staff ask', known(facts.contact)], ['people', `from ${scope.daysBefore} days before to ${scope.daysAfter} days after their first day, longer while a case is open`]]),
    '## Sources', sourcesSaid(facts).length === 0 ? 'None is configured yet, and no record is stored.' : tableOf(['source', 'what'], [...listRows(facts), ...sources.map(({ id, title }) => [plain(id), plain(title)])]),
    '## Data, by class', 'Fields of the company\'s own lists:', tableOf(['list', 'kind', 'fields'], LIST_KINDS.map(({ list, about, words }) => [LIST_TITLES[list], about, Object.keys(words).map((name) => `\`${name}\`${facts.lists[list] === undefined || facts.lists[list].includes(name) ? '' : ' (not held)'}`).join(' ')])), 'Fields of records:', tableOf(['kind', 'fields'], FIELD_KINDS.map(({ says, fields }) => [says, fields.map((name) => `\`${name}\``).join(' ')])),
    tableOf(['class', 'fields'], [['names or places a person', String(fieldsOfClass('personal').length)], ['names a machine', String(fieldsOfClass('device').length)], ['plain', String(fieldsOfClass(undefined).length)]]),
    'Never taken:', listOf(NEVER),
    '## What is made of it', tableOf(['detector', 'question', 'days of evidence'], detectors.map(({ id, question, days }) => [id, question, String(days)])),
    '## Roles', tableOf(['role', 'may'], roles.map(({ role, may }) => [role, may])),
    '## How long', tableOf(['class', 'where', 'what', 'how long'], PLACES.map((place) => [DATA_CLASSES[place.class], placeSaid(place), place.what, keptSaid(place, facts.days)])),
    '## Receivers and other countries', listOf(outsideSaid(facts)), transfers.trim() === '' ? 'No transfer is named.' : plain(transfers),
    '## Risks, and what stands against them', tableOf(['risk', 'stands against it', 'left'], RISKS),
    '## Measures', listOf([`store: ${plain(facts.store)}`, `sign-in: ${plain(facts.signsIn)}`, 'pseudonyms until a reveal; every look at a person is kept', 'a second person for moves, allow-list entries, holds and their release', 'housekeeping each night, proved with counts', 'secrets as references only; strict content policy; no script from elsewhere']),
    '## Rules', tableOf(['rule', 'farmwatch has', 'company does'], DUTIES.map(({ rule, serves, yours }) => [rule, serves, yours])),
    '## Open questions', listOf(openQuestions(facts)),
    '## Decision', 'Approved by, on, with which conditions, looked at again on: ______________________________',
  ].join('\n\n')}\n`;
}

/** The company's lists of which rows are stored, as sources. */
function listRows({ lists }: RunningFacts): readonly (readonly string[])[] {
  return LISTS_OF_PEOPLE.filter((list) => lists[list] !== undefined).map((list) => [`list of ${LIST_TITLES[list]}`, 'the company\'s own list']);
}

const RISKS: readonly (readonly [string, string, string])[] = [
  ['somebody honest is taken for a farm', 'weights are measured on simulated companies, innocent reasons stand first, two people confirm', 'most first questions are about honest people: treat each as a question'],
  ['it is used to judge work', 'input and hours tell who drives the laptop, and no page shows them as performance; records go after the first months', 'a rule of the company against such use'],
  ['a home and whoever lives there are seen', 'places are coarse, routers and base stations are tokens, other devices are not read', 'the public address of a home is held while it is needed'],
  ['a group is singled out', 'nothing that a person was born with is weighed; flags by claimed region are counted', 'look at the counts each week'],
  ['somebody of the staff looks for themselves', 'roles, pseudonyms, journal of looks', 'whoever has rights on the machine or the index sees what lies there'],
  ['data stay too long', 'retention by class, down to the bytes; holds of listed ids only', 'backups and exports are yours to delete'],
];
