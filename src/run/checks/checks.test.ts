import { describe, expect, it } from 'vitest';
import { DAY } from '../../core/time.ts';
import { historyOf } from '../../detect/people/history.ts';
import { registryAt, type Registry } from '../../detect/people/registry.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { aPerson } from '../../../test/support/window.ts';
import type { ApplicationRow, PersonRow } from '../../core/person.ts';
import { begunEntries } from './begin.ts';
import { checkBook } from './check-book.ts';
import { NO_RULES, type CheckRules } from './check-rules.ts';
import { cohortsOf } from './cohorts.ts';
import { tellOutcomes } from './outcome-event.ts';
import { codeHash, profileCode } from './profile-code.ts';
import { dueByRule, ruleProblems } from './stage-rule.ts';

const NOW = Date.UTC(2026, 10, 16);
const nobody = (): boolean => false;
function registryOf(people: readonly (Partial<PersonRow> & { readonly hire_id: string })[], applications: readonly ApplicationRow[] = []): Registry {
  return registryAt(historyOf({ people: people.map((one) => aPerson(one)), applications: [...applications] }), NOW, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' });
}
const rules = (stages: CheckRules['stages']): CheckRules => ({ ...NO_RULES, stages });

describe('a rule of stages', () => {
  it('asks everybody alike, from two weeks before a check is due until thirty days after', () => {
    const registry = registryOf(['2026-12-15', '2026-11-30', '2026-11-16', '2026-10-17', '2026-10-16'].map((start, nth) => ({ hire_id: `h-${nth}`, start_date: start })));

    const due = dueByRule(rules({ 'day-1': ['in-person'] }), registry, new Map(), NOW, nobody);

    expect(due.map(({ subject, due: at }) => [subject, at])).toEqual([
      [{ hire: 'h-1' }, Date.UTC(2026, 10, 30)], [{ hire: 'h-2' }, NOW], [{ hire: 'h-3' }, Date.UTC(2026, 9, 17)],
    ]);
  });

  it('asks on day 90, when a starter is leaving scope, and nobody who has left the company', () => {
    const start = new Date(NOW - 90 * DAY).toISOString().slice(0, 10);
    const registry = registryOf([{ hire_id: 'here', start_date: start }, { hire_id: 'gone', start_date: start, end_date: '2026-11-01' }]);

    expect(dueByRule(rules({ 'day-90': ['same-person'] }), registry, new Map(), NOW, nobody).map(({ subject }) => subject)).toEqual([{ hire: 'here' }]);
  });

  it('asks applicants before the hire only', () => {
    const registry = registryOf([{ hire_id: 'h-1' }], [{ application_id: 'A-1', applied_at: NOW - 2 * DAY }, { application_id: 'A-2', applied_at: NOW - 2 * DAY, hire_id: 'h-1' }]);

    expect(dueByRule(rules({ application: ['reference'] }), registry, new Map(), NOW, nobody)).toMatchObject([{ subject: { application: 'A-1' }, due: NOW + 5 * DAY, isWaiting: false }]);
  });

  it('gives a check the same id every time, so that it is written down once', () => {
    const registry = registryOf([{ hire_id: 'h-1', start_date: '2026-11-16' }]);
    const [first] = dueByRule(rules({ 'day-1': ['in-person'] }), registry, new Map(), NOW, nobody);

    expect(dueByRule(rules({ 'day-1': ['in-person'] }), registry, new Map([[first!.id, true]]), NOW + DAY, nobody)).toEqual([]);
  });

  it('makes a check of somebody in an open case wait', () => {
    const registry = registryOf([{ hire_id: 'h-1', start_date: '2026-11-16' }]);

    expect(dueByRule(rules({ 'day-1': ['in-person'] }), registry, new Map(), NOW, () => true)[0]).toMatchObject({ isWaiting: true });
  });

  it('may ask for no document that the company does not name, and for no laptop before there is one', () => {
    expect(ruleProblems({ stages: { offer: ['video-document', 'home-visit'] }, documents: [] })).toEqual([
      'checks.stages.offer: video-document asks for a document, and checks.documents names none', 'checks.stages.offer: home-visit needs a laptop, and there is none yet',
    ]);
    expect(ruleProblems({ stages: { offer: ['video-document'] }, documents: ['a government photo ID of their choice'] })).toEqual([]);
  });
});

describe('cohorts', () => {
  it('are teams, agencies and weeks of starts, with everybody in scope and nobody else', () => {
    const registry = registryOf([
      { hire_id: 'a', team: 'QA', start_date: '2026-11-09' }, { hire_id: 'b', team: 'QA', agency: 'Northway', start_date: '2026-11-15' }, { hire_id: 'old', team: 'QA', start_date: '2020-01-06' },
    ]);

    expect(cohortsOf(registry).map(({ id, hires }) => [id, hires])).toEqual([['team:QA', ['a', 'b']], ['week:2026-11-09', ['a', 'b']], ['agency:Northway', ['b']]]);
  });

  it('leave nobody out who has the same check on hold, and begin it for nobody twice', () => {
    const whose = { at: NOW, by: 'kim' };
    const of = (hire: string): { readonly hire: string } => ({ hire });
    const held = begunEntries({ kind: 'hr-call', due: NOW, origin: { case: 'c-1' }, subjects: [of('a')] }, new Map(), whose, () => true);
    const open = begunEntries({ kind: 'hr-call', due: NOW, origin: { case: 'c-1' }, subjects: [of('b')] }, new Map(), whose, nobody);
    const book = new Map([...held, ...open].map(({ task }) => [task.id, { ...task, released: null, done: null, dropped: null } as never]));

    const begun = begunEntries({ kind: 'hr-call', due: NOW, origin: { cohort: 'team:QA' }, subjects: [of('a'), of('b'), of('c')] }, book, whose, () => true);

    expect(begun.map(({ task }) => [task.subject, task.isWaiting])).toEqual([[of('a'), false], [of('c'), false]]);
    expect(JSON.stringify(begun)).not.toContain('c-1');
  });
});

describe('a code', () => {
  it('is drawn letter by letter and read whatever its case and hyphens', () => {
    expect(profileCode(() => 0)).toBe(`FW${'-AAAA'.repeat(7)}`);
    expect(codeHash(' fw aaaa aaaa-aaaa ')).toBe(codeHash('FW-AAAA-AAAA-AAAA'));
    expect(codeHash('FW-AAAA-AAAA-AAAB')).not.toBe(codeHash('FW-AAAA-AAAA-AAAA'));
  });
});

describe('an outcome', () => {
  const done = async (subject: { readonly hire: string } | { readonly application: string }): Promise<{ readonly book: ReturnType<typeof checkBook>; readonly brought: object[]; bring(documents: readonly object[]): Promise<void> }> => {
    const book = checkBook(memoryStore({ now: () => NOW }));
    await book.append(
      { did: 'begun', at: NOW, by: 'kim', task: { id: 'k-1', kind: 'in-person', subject, origin: { asked: true }, due: NOW, isWaiting: false } },
      { did: 'done', at: NOW + 1, by: 'lee', id: 'k-1', outcome: 'confirmed', note: 'Met at the office.' },
    );
    const brought: object[] = [];
    return { book, brought, bring: async (documents) => { brought.push(...documents); } };
  };

  it('becomes one event, learned of now, and is told once', async () => {
    const { book, brought, bring } = await done({ hire: 'h-1' });
    const registry = registryOf([{ hire_id: 'h-1', email: 'kim@acme.example' }]);

    expect([await tellOutcomes(book, registry, bring, NOW + 5), await tellOutcomes(book, registry, bring, NOW + 9)]).toEqual([1, 0]);
    expect(brought).toEqual([{
      '@timestamp': '2026-11-16T00:00:00.001Z', 'event.ingested': '2026-11-16T00:00:00.005Z', 'event.action': 'verified', 'event.id': 'k-1', 'event.module': 'farmwatch', 'event.dataset': 'farmwatch.checks',
      'user.email': 'kim@acme.example', 'farmwatch.verification.kind': 'in-person', 'farmwatch.verification.outcome': 'confirmed', 'farmwatch.verification.by': 'lee',
    }]);
    expect(JSON.stringify(brought)).not.toContain('Met at');
  });

  it('that could not be brought is told the next time', async () => {
    const { book, brought, bring } = await done({ hire: 'h-1' });
    const registry = registryOf([{ hire_id: 'h-1' }]);

    await expect(tellOutcomes(book, registry, async () => { throw new Error('away'); }, NOW)).rejects.toThrow('away');

    expect(await tellOutcomes(book, registry, bring, NOW)).toBe(1);
    expect(brought).toHaveLength(1);
  });

  it('about an applicant is told once they are hired', async () => {
    const { book, bring } = await done({ application: 'A-1' });

    expect(await tellOutcomes(book, registryOf([], [{ application_id: 'A-1' }]), bring, NOW)).toBe(0);
    expect(await tellOutcomes(book, registryOf([{ hire_id: 'h-1' }], [{ application_id: 'A-1', hire_id: 'h-1' }]), bring, NOW)).toBe(1);
  });
});
