import { describe, expect, it } from 'vitest';
import type { ApplicationRow, IndicatorRow, InstitutionRow } from '../../src/core/person.ts';
import { DAY } from '../../src/core/time.ts';
import type { Reading } from '../../src/detect/detector.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, type Company } from '../../test/support/window.ts';
import { application } from './application.ts';

const APPLIED = at('2026-09-28', 15);

/** Kim's application, with nothing odd about it. */
function kims(fields: Partial<ApplicationRow> = {}): ApplicationRow {
  return { application_id: 'apply-100', hire_id: 'kim', applied_at: APPLIED, email: 'kim.lee@post.example', ...fields };
}
function another(nth: number, fields: Partial<ApplicationRow> = {}): ApplicationRow {
  return { application_id: `apply-${200 + nth}`, applied_at: APPLIED + nth * DAY, email: `somebody${'abcdefghijklmnop'[nth]}@post.example`, ...fields };
}
function company(applications: readonly ApplicationRow[], lists: { readonly institutions?: readonly InstitutionRow[]; readonly indicators?: readonly IndicatorRow[]; readonly people?: Company['people'] } = {}): Company {
  return { asOf: at('2026-11-12', 23), people: [aPerson({ hire_id: 'kim' }), aPerson({ hire_id: 'lee' })], events: [], applications, ...lists };
}
const RIVER: InstitutionRow = { name: 'Old River University', kind: 'school', majors: ['Physics', 'English'], term_start_months: [8, 9], term_end_months: [5, 6] };
const TEXT = Array.from({ length: 60 }, (_, at) => at.toString(16).padStart(12, '0'));
const PATTERNED = Array.from({ length: 8 }, (_, nth) => another(nth, { email: `${'abcdefgh'[nth]}oak07${30 + nth}@post.example` }));

describeDetector(application, {
  leansOnTables: true,
  stories: [
    { tells: 'one phone, résumé, portfolio and reference for three applicants', about: 'kim', reaches: 0.17, company: company(
      [kims, another.bind(null, 1), another.bind(null, 2)].map((make) => make({ phone: 'phone:1:shared', resume_shingles: TEXT, portfolio_url: 'https://work.example/show', references: ['reference:1:shared'] }))) },
    { tells: 'a degree the school does not offer, from no term of it, and a profile made last week', about: 'kim', reaches: 0.07, company: company(
      [kims({ school: 'The Old River University', major: 'Cybersecurity', degree_from: '2016-03', degree_to: '2020-11', profile_url: 'linkedin.com/in/kim', profile_created: '2026-09-20' })], { institutions: [RIVER] }) },
    { tells: 'everything at once', about: 'kim', reaches: 0.19, company: company(
      [kims({ phone: 'phone:1:shared', resume_token: 'applications:resume:shared', school: 'Old River University', major: 'Nursing', claimed_country: 'US', applied_from: { country: 'NL' } }),
        another(1, { phone: 'phone:1:shared', resume_token: 'applications:resume:shared', hire_id: 'lee' })],
      { institutions: [RIVER, { ...RIVER, kind: 'watch', majors: [] }], indicators: [{ kind: 'email', value: 'kim.lee@post.example', confidence: 'high', source: 'peer' }] }) },
    { tells: 'all of it never more than the limit', about: 'kim', staysBelow: 0.2 + 1e-9, company: company(
      [kims, another.bind(null, 1), another.bind(null, 2)].map((make) => make({ phone: 'phone:1:shared', resume_shingles: TEXT, portfolio_url: 'https://work.example/show', profile_url: 'linkedin.com/in/x', references: ['r'], claimed_country: 'US', applied_from: { country: 'NL' } }))) },
    { tells: 'eight addresses of one build in a month', about: 'kim', reaches: 0.02, company: company([kims({ email: 'limeoak0777@post.example' }), ...PATTERNED]) },
    { tells: 'the same person applying a second time', about: 'kim', staysBelow: 0, company: company(
      [kims({ phone: 'phone:1:kim', resume_shingles: TEXT, profile_url: 'linkedin.com/in/kim' }), another(1, { phone: 'phone:1:kim', resume_shingles: TEXT, profile_url: 'linkedin.com/in/kim' })]) },
    { tells: 'a couple with one phone', about: 'kim', staysBelow: 0, company: company(
      [kims({ phone: 'phone:1:home' }), another(1, { hire_id: 'lee', phone: 'phone:1:home' })], { people: [aPerson({ hire_id: 'kim', household: 'a' }), aPerson({ hire_id: 'lee', household: 'a' })] }) },
    { tells: 'an application through a privacy VPN', about: 'kim', staysBelow: 0, company: company([kims({ claimed_country: 'US', applied_from: { country: 'NL', network: 'vpn' } })]) },
    { tells: 'a field of study with a longer name, and a year without months', about: 'kim', staysBelow: 0, company: company(
      [kims({ school: 'Old River University', major: 'English and Literature', degree_from: '2016', degree_to: '2020' })], { institutions: [RIVER] }) },
  ],
});

describe('application', () => {
  const about = async (one: Company): Promise<Reading | undefined> => (await readingsOf(application, one)).find(({ subject }) => subject === 'kim');

  it('is silent about applications that add up, and about people who were not hired', async () => {
    expect(await readingsOf(application, company([kims({ phone: 'phone:1:kim', school: 'Old River University', major: 'Physics', degree_from: '2016-08', degree_to: '2020-05' }), another(1, { phone: 'phone:1:lee' })], { institutions: [RIVER] }))).toEqual([]);
    expect(await readingsOf(application, company([another(1, { phone: 'phone:1:x' }), another(2, { phone: 'phone:1:x' })]))).toEqual([]);
  });

  it('leaves a phone that the people rows of both hires bring to identity-reuse', async () => {
    const shared = [kims({ phone: 'phone:1:x' }), another(1, { hire_id: 'lee', phone: 'phone:1:x' })];
    const people = ['kim', 'lee'].map((id) => aPerson({ hire_id: id, phone_token: 'people:phone:x' }));

    expect((await about(company(shared)))!.alongside).toEqual(['lee']);
    expect(await about(company(shared, { people }))).toBeUndefined();
  });

  it('does not look ahead: an application sent later is not there yet', async () => {
    expect(await about(company([kims({ phone: 'phone:1:x' }), another(1, { phone: 'phone:1:x', applied_at: at('2026-11-13', 0) })]))).toBeUndefined();
  });

  it('tells a reference only where several others name it', async () => {
    const one = company([kims({ references: ['r'] }), another(1, { references: ['r'] })]);

    expect(await about(one)).toBeUndefined();
    expect((await about({ ...one, applications: [...one.applications!, another(2, { references: ['r'] })] }))!.llr).toBe(0.03);
  });

  it("takes what every tenth applicant gives for an agency's", async () => {
    const agency = Array.from({ length: 12 }, (_, nth) => another(nth, { phone: 'phone:1:agency' }));

    expect(await about(company([kims({ phone: 'phone:1:agency' }), ...agency]))).toBeUndefined();
  });

  it('never tells addresses made of words alone, however many there are', async () => {
    const words = Array.from({ length: 12 }, (_, nth) => another(nth, { email: `${'abcdefghijkl'[nth]}im.smith@post.example` }));

    expect(await about(company([kims(), ...words]))).toBeUndefined();
  });

  it('weighs an indicator by how sure its sender is, to its last day', async () => {
    const met = (fields: Partial<IndicatorRow>): Company => company([kims()], { indicators: [{ kind: 'email', value: 'kim.lee@post.example', ...fields }] });

    expect((await about(met({ confidence: '80' })))!.llr).toBeCloseTo(0.064, 12);
    expect((await about(met({})))!.llr).toBeCloseTo(0.04, 12);
    expect((await about(met({ until: '2026-11-12' })))).toBeDefined();
    expect(await about(met({ until: '2026-11-11' }))).toBeUndefined();
    expect(await about(met({ received: '2026-11-13' }))).toBeUndefined();
  });

  it('takes the least distance that the address allows, from a home in the claimed region', async () => {
    const people = [aPerson({ hire_id: 'kim', home_region: 'US-TX', home: { lat: 30.27, lon: -97.74 } })];
    // Austin to Seattle is about 2,850 km.
    const from = (network: string, radius: number): Company => company([kims({ claimed_country: 'US', claimed_region: 'US-TX', applied_from: { country: 'US', at: { lat: 47.61, lon: -122.33 }, radius_km: radius, network } })], { people });

    expect((await about(from('home', 20)))!.llr).toBe(0.01);
    expect(await about(from('home', 2_500))).toBeUndefined();
    expect(await about({ ...from('home', 20), people: [aPerson({ hire_id: 'kim', home_region: 'US-WA', home: { lat: 30.27, lon: -97.74 } })] })).toBeUndefined();
  });

  it('says what it found in one line, without anything personal', async () => {
    const reading = await about(company([kims({ phone: 'phone:1:x' }), another(1, { phone: 'phone:1:x', hire_id: 'lee' })]));

    expect(withoutReferences([reading!.because.headline])).toBe('1 small detail of the application: the phone also came from 1 other applicant, who was hired.');
  });
});
