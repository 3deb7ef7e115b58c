import { describe, expect, it } from 'vitest';
import { FIELD_NAMES } from '../core/event.ts';
import { PLACES, USUAL_DAYS, keptSaid } from '../run/retention/places.ts';
import { textOf } from '../../test/support/imports.ts';
import { assessmentOf, openQuestions } from './assess.ts';
import { DUTIES, NOT_ADVICE, dutiesPage } from './duties-table.ts';
import { TABLES } from '../core/tables.ts';
import { FIELD_KINDS, NEVER, type RunningFacts } from './facts.ts';
import { LISTS_OF_PEOPLE, LIST_KINDS } from './list-kinds.ts';
import { noticeOf } from './notice.ts';

const FACTS: RunningFacts = {
  company: 'Acme <b>', contact: 'privacy@acme.example', simulated: false, today: '2026-11-20', duties: { noticeGivenOn: '2026-11-02', purpose: 'To find laptops that stand in a farm', owner: 'Head of security' },
  legalGround: 'A legitimate interest', sources: [{ id: 'okta', title: 'Okta system log' }], lists: { people: ['hire_id', 'email', 'home_city', 'manager_email', 'referred_by'] }, detectors: [{ id: 'custody', question: 'Where does this laptop live?', days: 60 }], scope: { daysBefore: 14, daysAfter: 90 }, days: { ...USUAL_DAYS, raw_days: 7 },
  roles: [{ role: 'HR and legal', may: 'read cases' }], receivers: ['Cloud Ltd'], collections: 1, told: [{ kind: 'slack', names: false }, { kind: 'elasticsearch', names: true }], transfers: 'To Ireland, within the EEA', mayWithhold: false, store: 'an embedded store', signsIn: 'accounts',
};
const EMPTY: RunningFacts = { ...FACTS, contact: undefined, duties: {}, legalGround: '', sources: [], lists: {}, receivers: [], collections: 0, told: [], transfers: '' };

describe('kinds of fields in ordinary words', () => {
  it('tell of every field once', () => {
    expect(FIELD_KINDS.flatMap(({ fields }) => fields).sort()).toEqual([...FIELD_NAMES].sort());
  });
});

describe('kinds of the company’s lists', () => {
  it.each(LISTS_OF_PEOPLE)('tell of every field of a row of %s once', (list) => {
    const fields = Object.entries(TABLES[list].columns as Readonly<Record<string, { readonly into?: string }>>).map(([column, { into }]) => into ?? column);

    // Where somebody applied from is made of the address when the row comes in, and the zone of a home of its place.
    expect(LIST_KINDS.filter((kind) => kind.list === list).flatMap(({ words }) => Object.keys(words)).sort()).toEqual([...new Set([...fields, ...(list === 'applications' ? ['applied_from'] : list === 'people' ? ['home_zone'] : [])])].sort());
  });
});

describe('the notice', () => {
  it('says what the configuration says: purpose, owner, sources, days, rights', () => {
    const notice = noticeOf(FACTS);

    for (const said of ['To find laptops that stand in a farm', 'Head of security', 'privacy@acme.example', 'Okta system log', '14 days before to 90 days after', 'detectors + 7 days', 'Cloud Ltd', 'To Ireland', 'within 30 days', 'HR and legal: may read cases', 'A legitimate interest', ...NEVER]) expect(notice).toContain(said);
    expect(notice).not.toContain('to be filled in');
    expect(notice).not.toContain('<b>');
    for (const place of PLACES.filter(({ about, kind }) => about === 'watched' && kind !== 'outside')) expect(notice).toContain(keptSaid(place, FACTS.days));
  });

  it('tells what the lists hold of people, and names them as a source beside the systems', () => {
    const notice = noticeOf(FACTS);

    for (const said of ['who you are to the company: id, mail address', 'who can be asked about you: your manager, who referred you', 'where you say that you live: town', "the company's own lists of people"]) expect(notice).toContain(said);
    expect(notice).not.toContain('coordinates, ');
    expect(noticeOf(EMPTY)).toContain('where you say that you live: town, region, country, coordinates, time zone of that place, with whom you share a household');
  });

  it('says what stays after the first months, with the days of the settings, and that it is not counts alone', () => {
    const notice = noticeOf({ ...FACTS, days: { ...USUAL_DAYS, left_days: 77, untold_days: 78, closed_false_days: 79, closed_days: 80 } });

    for (const said of ['you are looked at as in your first months until it is closed', 'in your first months or not', '77 days after your last day', '78 days after one named you last', 'findings and sums up to 400 days', '79 days after it was closed as false and otherwise 80 days']) expect(notice).toContain(said);
    expect(notice).not.toContain('Of everybody else only numbers');
  });

  it('names who outside may get what, also where no law asks for it', () => {
    const [some, none] = [noticeOf(FACTS), noticeOf(EMPTY)];

    for (const said of ['outside the company: Cloud Ltd', 'or because the company decides to report it', 'may be shared with other companies (1 collection)', 'is told by Slack', 'mail addresses and names of laptops of a case go to Elasticsearch']) expect(some).toContain(said);
    for (const said of ['outside the company nobody gets it as a matter of course', 'or because the company decides to report it', 'nothing is shared with other companies']) expect(none).toContain(said);
    expect(some + none).not.toContain('unless the law asks');
  });

  it('says of names that were looked up which are kept, and of input what it is for', () => {
    const notice = noticeOf(FACTS);

    for (const said of ['names that programs look up. What a browser looks up is not kept by name', 'with their command line', 'never to judge work']) expect(notice).toContain(said);
  });

  it('shows its holes', () => {
    expect(noticeOf(EMPTY).match(/\*\*\[to be filled in\]\*\*/g)).toHaveLength(6);
  });

  it('promises to withhold only what the company chose', () => {
    expect(noticeOf(FACTS)).not.toContain('withheld');
    expect(noticeOf({ ...FACTS, mayWithhold: true })).toContain('may be withheld');
  });
});

describe('the draft of an impact assessment', () => {
  it('lists sources, fields, detectors, roles, retention, receivers and measures as they run', () => {
    const draft = assessmentOf(FACTS);

    for (const said of ['nobody has approved it', NOT_ADVICE, 'Okta system log', '`user.email`', 'Where does this laptop live?', 'read cases', 'detectors + 7 days', 'Cloud Ltd', 'To Ireland']) expect(draft).toContain(said);
  });

  it('asks what the configuration does not answer', () => {
    const more = openQuestions(EMPTY).filter((question) => !openQuestions(FACTS).includes(question));

    expect(more).toHaveLength(8);
    for (const question of more) expect(assessmentOf(EMPTY)).toContain(question);
  });
});

describe('the table of duties', () => {
  it('is the page under help', () => {
    expect(textOf('dashboards/help/duties.md')).toBe(dutiesPage());
  });

  it('names every rule once, each with what serves it and what stays to be done', () => {
    expect(new Set(DUTIES.map(({ rule }) => rule)).size).toBe(DUTIES.length);
    for (const named of ['ICO', 'Art. 5', 'Art. 6', 'Art. 13', 'Art. 15', 'Art. 16', 'Art. 17', 'Art. 21', 'Art. 22', 'Art. 35', 'Annex III 4', 'Art. 26', '§ 52-c', '§ 705', 'Fair Credit', '§ 1324b', 'Title VII']) expect(DUTIES.some(({ rule }) => rule.includes(named)), named).toBe(true);
    for (const duty of DUTIES) for (const text of [duty.asks, duty.serves, duty.yours]) expect(text.length).toBeGreaterThan(20);
    expect(dutiesPage()).toContain('Not legal advice');
  });
});
