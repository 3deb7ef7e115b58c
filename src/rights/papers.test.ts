import { describe, expect, it } from 'vitest';
import { FIELD_NAMES } from '../core/event.ts';
import { PLACES, USUAL_DAYS, keptSaid } from '../run/retention/places.ts';
import { textOf } from '../../test/support/imports.ts';
import { assessmentOf, openQuestions } from './assess.ts';
import { DUTIES, NOT_ADVICE, dutiesPage } from './duties-table.ts';
import { FIELD_KINDS, NEVER, type RunningFacts } from './facts.ts';
import { noticeOf } from './notice.ts';

const FACTS: RunningFacts = {
  company: 'Acme <b>', contact: 'privacy@acme.example', simulated: false, today: '2026-11-20', duties: { noticeGivenOn: '2026-11-02', purpose: 'To find laptops that stand in a farm', owner: 'Head of security' },
  sources: [{ id: 'okta', title: 'Okta system log' }], detectors: [{ id: 'custody', question: 'Where does this laptop live?', days: 60 }], scope: { daysBefore: 14, daysAfter: 90 }, days: { ...USUAL_DAYS, raw_days: 7 },
  roles: [{ role: 'analyst', may: 'read cases' }], receivers: ['Cloud Ltd'], transfers: 'To Ireland, within the EEA', mayWithhold: false, store: 'an embedded store', signsIn: 'accounts',
};
const EMPTY: RunningFacts = { ...FACTS, contact: undefined, duties: {}, sources: [], receivers: [], transfers: '' };

describe('kinds of fields in ordinary words', () => {
  it('tell of every field once', () => {
    expect(FIELD_KINDS.flatMap(({ fields }) => fields).sort()).toEqual([...FIELD_NAMES].sort());
  });
});

describe('the notice', () => {
  it('says what the configuration says: purpose, owner, sources, days, rights', () => {
    const notice = noticeOf(FACTS);

    for (const said of ['To find laptops that stand in a farm', 'Head of security', 'privacy@acme.example', 'Okta system log', '14 days before to 90 days after', 'detectors + 7 days', 'Cloud Ltd', 'To Ireland', 'within 30 days', 'analyst: may read cases', ...NEVER]) expect(notice).toContain(said);
    expect(notice).not.toContain('to be filled in');
    expect(notice).not.toContain('<b>');
    for (const place of PLACES.filter(({ about, kind }) => about === 'watched' && kind !== 'outside')) expect(notice).toContain(keptSaid(place, FACTS.days));
  });

  it('shows its holes', () => {
    expect(noticeOf(EMPTY).match(/\*\*\[to be filled in\]\*\*/g)).toHaveLength(5);
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

    expect(more).toHaveLength(7);
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
