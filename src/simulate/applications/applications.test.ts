import { describe, expect, it } from 'vitest';
import { likeness } from '../../core/shingles.ts';
import { simulate, type Company } from '../company.ts';
import { FARM_STYLES } from '../farm.ts';
import { farmStory } from '../story.ts';
import type { SimulatedApplication } from './paper.ts';

const ENDS_AT = Date.UTC(2026, 9, 26);
const company = simulate({ seed: 'applications', people: 150, staff: 3, days: 40, farms: [4], endsAt: ENDS_AT });
const { applications } = company.tables;
const farmed = new Set(company.truth.farms.flatMap(({ hires }) => hires));
const hiredOf = ({ tables }: Pick<Company, 'tables'>) => tables.applications.filter(({ hire_id: hire }) => hire !== undefined);
const alike = (a: SimulatedApplication, b: SimulatedApplication): number => likeness(a.resume_shingles!, b.resume_shingles!);
const pairsOf = <T>(all: readonly T[]): readonly (readonly [T, T])[] => all.flatMap((one, index) => all.slice(index + 1).map((other) => [one, other] as const));

describe('applications', () => {
  it('are there once for each starter and farm hire, before the first day, and for nobody of longer standing', () => {
    const people = new Map(company.tables.people.map((person) => [person.hire_id, person]));
    const hired = hiredOf(company);

    expect(hired).toHaveLength(154);
    expect(new Set(hired.map(({ hire_id: hire }) => hire)).size).toBe(154);
    expect(hired.filter(({ hire_id: hire, applied_at: at }) => at! >= Date.parse(people.get(hire!)!.start_date))).toEqual([]);
  });

  it('of people who were not hired come as often as the knob says', () => {
    const others = simulate({ seed: 'more', people: 400, staff: 0, days: 40, farms: [], endsAt: ENDS_AT, knobs: { applicationsTwice: 0 } }).tables.applications.filter(({ hire_id: hire }) => hire === undefined);

    // Poisson of mean 800: four standard errors are 113.
    expect(Math.abs(others.length - 800)).toBeLessThan(113);
  });

  it('have ids and mail addresses of their own, which say nothing of farms', () => {
    expect(new Set(applications.map(({ application_id: id }) => id)).size).toBe(applications.length);
    expect(new Set(applications.map(({ email }) => email)).size).toBe(applications.length);
    expect(/farm|persona/i.test(JSON.stringify(applications))).toBe(false);
  });

  it('move for nobody when people are added', () => {
    const larger = simulate({ seed: 'applications', people: 152, staff: 3, days: 40, farms: [4], endsAt: ENDS_AT });
    const byId = new Map(larger.tables.applications.map((row) => [row.application_id, row]));

    expect(applications.filter((row) => JSON.stringify(byId.get(row.application_id)) !== JSON.stringify(row)).map(({ application_id: id }) => id)).toEqual([]);
  });

  it('written without a template have next to nothing in common; two from one template have', () => {
    const plain = simulate({ seed: 'plain', people: 60, staff: 0, days: 40, farms: [], endsAt: ENDS_AT, knobs: { resumeTemplates: 0, applicationsTwice: 0 } }).tables.applications.slice(0, 60);
    const templated = simulate({ seed: 'plain', people: 60, staff: 0, days: 40, farms: [], endsAt: ENDS_AT, knobs: { resumeTemplates: 1, applicationsTwice: 0 } }).tables.applications.slice(0, 60);

    expect(Math.max(...pairsOf(plain).map(([a, b]) => alike(a, b)))).toBeLessThan(0.15);
    // One of sixteen templates; half of the lines are it, so a third of all runs of two such texts are in both.
    const close = pairsOf(templated).filter(([a, b]) => alike(a, b) > 0.2).length / pairsOf(templated).length;
    expect(Math.abs(close - 1 / 16)).toBeLessThan(0.03);
  });

  it('share a school as graduates of large ones do, and a recruiter where an agency sent them', () => {
    const schools = [...Map.groupBy(applications, ({ school }) => school).values()].map(({ length }) => length);
    const agencies = applications.filter(({ source, hire_id: hire }) => source === 'agency' && !farmed.has(hire ?? ''));
    const references = [...Map.groupBy(agencies.flatMap((row) => row.references!), (token) => token).values()].map(({ length }) => length);

    expect(Math.max(...schools)).toBeGreaterThan(applications.length / 20);
    expect(Math.max(...schools)).toBeLessThan(applications.length / 4);
    expect(Math.max(...references)).toBeGreaterThan(1);
  });
});

describe('applications of a farm', () => {
  it.each(FARM_STYLES)('of style %s use again what making anew is work for, careful ones nothing', (style) => {
    const alone = { recruiterReferences: 0, sharedBosses: 0, resumeTemplates: 0, applicationsTwice: 0, applicantsOnePhone: 0 };
    const own = farmStory({ laptops: 8, style, others: 4, seed: 'farm-applications', knobs: alone }).tables.applications;
    const twice = (values: readonly (string | undefined)[]): number => [...Map.groupBy(values.filter((value) => value !== undefined), (value) => value).values()].filter(({ length }) => length > 1).length;
    const shared = [twice(own.map(({ phone_token: phone }) => phone)), twice(own.flatMap((row) => row.references!)), pairsOf(own).filter(([a, b]) => alike(a, b) > 0.3).length];

    expect(own.length).toBeGreaterThan(20);
    if (style === 'careful') expect(shared).toEqual([0, 0, 0]);
    else expect(shared.every((count) => count > 0)).toBe(true);
  });

  it('come from where operators appear', () => {
    const story = farmStory({ laptops: 4, style: 'software', others: 0 });
    const homes = new Set([...story.events()].filter((event) => event['event.action'] === 'check-in').map((event) => event['source.ip']));

    expect(hiredOf(story).filter(({ applied_from_ip: address }) => address === undefined || homes.has(address)).map(({ application_id: id }) => id)).toEqual([]);
  });
});
