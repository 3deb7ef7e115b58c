import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { FIRST, happenings, settleIn, SWIFT } from '../../../test/support/small-company.ts';
import { companyIn, RUNS } from '../../../test/support/told-lines.ts';
import { readBundle } from '../../collect/tables/stix.ts';
import type { Event } from '../../core/event.ts';
import { HOUR, isoOf } from '../../core/time.ts';
import { isConfirmed, materialOf, type CaseMaterial } from './case-material.ts';
import { faultsOf, HASHES, packOf } from './pack.ts';
import { sheetOf } from './sheet.ts';
import { stixOf } from './stix.ts';
import { uuid5 } from './stix-ids.ts';

const SENDER = { organisation: 'Acme <b>', contact: 'security@acme.example', simulated: false };
const line = await companyIn(async () => memoryStore({ now: () => RUNS.at(-1)! }), [happenings(SWIFT)]);
await line.replay(RUNS, () => {});
const { cases } = await line.cases();
const material = await materialOf(line, cases[0]!.id, SENDER);
/** Everything that names a person or a machine of the company. */
const names = [...material.hires.flatMap(({ hire_id: id, email, user_names: users }) => [id, email, ...users]), ...material.laptops.map(({ serial }) => serial)];
/** The rows as if they had come from an address that is known all over the world. */
const abroad = (ip: string, kind = 'home'): CaseMaterial => ({ ...material, events: material.events.map((event) => ({ ...event, 'source.ip': ip, 'farmwatch.net.kind': kind })) });

describe('the material of a case', () => {
  it('has its people, their laptops, and each raw row once, in order of time', () => {
    expect(material.hires.map(({ hire_id: id }) => id)).toEqual(cases[0]!.hires);
    expect(material.laptops.length).toBeGreaterThanOrEqual(3);
    expect(material.events.length).toBeGreaterThan(10);
    expect(new Set(material.events.map((event) => `${event['event.module']} ${event['event.dataset']} ${event['event.id']}`)).size).toBe(material.events.length);
    expect(material.events.map((event) => event['@timestamp'])).toEqual(material.events.map((event) => event['@timestamp']).toSorted((a, b) => a - b));
  });
  it('of an earlier instant is what stood then', async () => {
    expect((await materialOf(line, cases[0]!.id, SENDER, RUNS.at(-2)!)).asOf).toBe(RUNS.at(-2));
    await expect(materialOf(line, 'c-none', SENDER)).rejects.toThrow('farmwatch cases');
  });
});

describe('whoever is not in the case', () => {
  it('is named in nothing that leaves, has no row in it, and the pack still adds up', async () => {
    const met = ['in-person', 'home-visit', 'same-person'].map((kind): Event => ({
      '@timestamp': FIRST + 2 * HOUR, 'event.id': `v-${kind}`, 'event.ingested': FIRST + 2 * HOUR, 'event.action': 'verified', 'event.module': 'hr', 'event.dataset': 'log', 'user.email': 'h-03@company.example',
      'farmwatch.verification.kind': kind, 'farmwatch.verification.outcome': 'confirmed', 'farmwatch.verification.by': 'hr',
    } as Event));
    const beside = await companyIn(async () => memoryStore({ now: () => RUNS.at(-1)! }), [[...happenings(SWIFT), ...met]]);
    await settleIn(beside.parts.store, (person) => ({ ...person, manager_email: 'boss@company.example', referred_by: 'h-03', ...(person.hire_id === 'h-03' ? { start_date: '2026-02-02' } : {}) }));
    await beside.replay(RUNS, () => {});

    const { run, cases: found } = await beside.cases();
    const of = await materialOf(beside, found[0]!.id, SENDER);
    const pack = packOf(of, '1');

    expect(of.state.hires).toEqual(['h-07', 'h-11']);
    expect(run!.findings.some(({ hire_id: hire, alongside }) => hire === 'h-07' && alongside.includes('h-03'))).toBe(true);
    for (const text of [sheetOf(of), ...pack.values()]) expect(text).not.toMatch(/h-03|boss@/i);
    expect(sheetOf(of)).toContain('a colleague');
    expect(of.events.length).toBeGreaterThan(100);
    expect(faultsOf(pack)).toEqual([]);
  });
});

describe('a bundle for others', () => {
  it('names no person, account or machine, and of the sender nothing but its name', () => {
    const text = JSON.stringify(stixOf(abroad('8.8.8.8')));

    for (const name of names) expect(text).not.toContain(name);
    expect(text).not.toContain('security@acme.example');
    expect(text).toContain(JSON.stringify('Acme <b>'));
  });
  it('gives an address as an indicator with an end, and can be read back by whoever receives it', () => {
    const { sheet, passedOver } = readBundle(JSON.stringify(stixOf(abroad('8.8.8.8'))), 'case.json');

    expect(sheet.rows.map(({ cells }) => cells.slice(0, 2))).toEqual([['ip', '8.8.8.8']]);
    const [indicator] = stixOf(abroad('8.8.8.8')).objects.filter(({ type }) => type === 'indicator');
    const newest = Math.max(...material.events.map((event) => event['@timestamp']));
    expect(Date.parse(String(indicator!['valid_until']))).toBe(newest + 90 * 86_400_000);
    expect([...passedOver.keys()]).toContain('sighting');
  });
  it.each([['an exit that many share', abroad('8.8.8.8', 'vpn')], ['an inner address', abroad('10.1.2.3')], ['a place that the company vouches for', { ...abroad('8.8.8.8'), vouched: () => true }]])('makes no indicator of %s', (_what, of) => {
    expect(stixOf(of).objects.filter(({ type }) => type === 'indicator')).toEqual([]);
  });
  it('says that an open case is an open question, and a confirmed one that it was confirmed', () => {
    const confidence = (of: CaseMaterial): unknown => stixOf(of).objects.find(({ type }) => type === 'indicator')!['confidence'];
    const closed = { ...abroad('8.8.8.8'), state: { ...material.state, status: 'closed' as const, closed: { reason: 'true' as const, note: '', by: 'kim', at: material.asOf } } };

    expect([isConfirmed(material.state), confidence(abroad('8.8.8.8')), confidence(closed)]).toEqual([false, 15, 85]);
  });
  it('is the same when it is made again, with ids that refer to nothing outside it', () => {
    const { objects } = stixOf(abroad('2001:4860:4860::8888'));
    const ids = new Set(objects.map(({ id }) => id));

    expect(stixOf(abroad('2001:4860:4860::8888')).objects).toEqual(objects);
    expect(ids.size).toBe(objects.length);
    for (const object of objects) for (const [name, value] of Object.entries(object)) if (/_refs?$/.test(name) && name !== 'object_marking_refs') for (const ref of [value].flat()) expect(ids).toContain(ref);
  });
  it('tells of remote-control tools, and of no other program', () => {
    const programs = ['AnyDesk.exe', 'winword.exe'].flatMap((name, nth) => material.events.slice(nth, nth + 1).map((event) => ({ ...event, 'event.action': 'process-started' as const, 'process.name': name })));

    expect(stixOf({ ...material, events: programs }).objects.filter(({ type }) => type === 'software').map(({ name }) => name)).toEqual(['AnyDesk']);
  });
  it('names things as STIX does', () => {
    expect(uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
    expect(stixOf(abroad('198.51.100.3')).objects.some(({ type }) => type === 'ipv4-addr')).toBe(false);
  });
});

describe('a sheet of facts', () => {
  const sheet = sheetOf(material);

  it('tells times in UTC, whom to ask, and no weight or chance', () => {
    expect(sheet).toContain(isoOf(material.asOf));
    expect(sheet).toContain('security@acme.example');
    expect(sheet).toMatch(/seems to stand is a circle that holds the place in as many of 100 cases as stated\. Its middle is no address\./);
    expect(sheet).toContain('DRAFT. Not approved');
    expect(sheet).not.toMatch(/\bchance\b|log.odds|weight/i);
    for (const { hire_id: hire } of material.hires) expect(sheet).toContain(hire);
  });
  it('says where nothing stands that speaks for a farm', () => {
    const quiet = sheetOf({ ...material, findings: material.findings.map((finding) => ({ ...finding, llr: -0.5 })) });

    expect(quiet).toContain('## Recorded\n\nNothing that speaks for a laptop farm stands now.');
    expect(sheet).not.toContain('Nothing that speaks');
  });

  it('says who approved it for whom once somebody did, and differs in nothing else', () => {
    const approval = { id: 'x-1', askedBy: 'kim', by: 'lee', at: material.asOf, to: 'FBI | Tulsa' };
    const [draft, final] = [sheet.split('\n'), sheetOf(material, approval).split('\n')];

    expect(final.join('\n')).not.toMatch(/DRAFT/);
    expect(final.filter((line, at) => line !== draft[at])).toEqual([`**Approved to leave the company** by lee on ${isoOf(material.asOf)}, for FBI \\| Tulsa; asked for by kim (request x-1).`]);
  });
  it('writes accounts with one backslash, and one full stop less within a line', () => {
    const named = sheetOf({ ...material, hires: material.hires.map((hire) => ({ ...hire, user_names: ['CORP\\kim', 'odd\\|x'] })) });

    expect(named).toContain('CORP\\kim');
    expect(named).toContain('odd\\\\\\|x');
    expect(named).not.toMatch(/\.\*\*, about/);
  });
  it('keeps text from outside from being a mark', () => {
    expect(sheet).toContain('Acme \\<b\\>');
    const named = sheetOf({ ...material, events: material.events.map((event) => ({ ...event, 'source.as.organization.name': '[x](javascript:1)|<img>' })) });
    expect(named).not.toContain('](javascript');
    expect(named).not.toContain('<img>');
  });
});

describe('an evidence pack', () => {
  const pack = packOf(material, '0.1.0');
  /** As somebody would who changed it and wants nobody to see it. */
  const rehashed = (changed: ReadonlyMap<string, string>) => new Map(changed).set(HASHES, [...changed].filter(([name]) => name !== HASHES).map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`).join(''));

  it('lists the hash of every other file as sha256sum reads it', () => {
    for (const [name, text] of pack) if (name !== HASHES) expect(pack.get(HASHES)).toContain(`${createHash('sha256').update(text).digest('hex')}  ${name}\n`);
    expect([...packOf(material, '0.1.0')]).toEqual([...pack]);
  });
  it('tells a third party how to run it once more, and the sums that need nothing of ours come out to the last digit', () => {
    const risks = pack.get('risks.ndjson')!.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { readonly logOdds: number; readonly parts: readonly { readonly adds: number }[] });

    expect(pack.get('README.txt')).toContain('That takes Farmwatch 0.1.0');
    expect(risks.map(({ parts }) => parts.reduce((sum, { adds }) => sum + adds, 0))).toEqual(risks.map(({ logOdds }) => logOdds));
  });
  it('adds up to the same sums', () => {
    expect(material.risks.length).toBeGreaterThan(0);
    expect(faultsOf(pack)).toEqual([]);
  });
  it.each([...pack.keys()])('does not hide that a byte of %s was changed, or that it is gone', (name) => {
    const text = pack.get(name)!;
    const changed = new Map(pack).set(name, `${text.slice(0, 10)}${text[10] === '0' ? '1' : '0'}${text.slice(11)}`);
    const without = new Map(pack);
    without.delete(name);

    expect(faultsOf(changed)).not.toEqual([]);
    expect(faultsOf(without)).not.toEqual([]);
  });
  it.each([['findings.ndjson', 'no JSON', 'cannot be made again'], ['risks.ndjson', '', 'and no sum'], ['fusion.json', '{}', 'cannot be made again']])('with hashes made anew over %s that says %j is not taken for whole', (name, text, why) => {
    const forged = rehashed(new Map(pack).set(name, text));

    expect(faultsOf(forged).join(' ')).toContain(why);
  });
  it('with files left out of it and of its hashes names them', () => {
    const without = new Map(pack);
    without.delete('risks.ndjson');

    expect(faultsOf(rehashed(without))).toEqual(['risks.ndjson is missing']);
    expect(faultsOf(new Map([[HASHES, '']]))).toContain('events.ndjson is missing');
    expect(faultsOf(new Map())).toContain(`${HASHES} is missing`);
  });
  it('with hashes made anew over another weight says which sum does not add up', () => {
    const findings = pack.get('findings.ndjson')!.replace(/"llr":[\d.]+/, '"llr":0.5');
    const forged = rehashed(new Map(pack).set('findings.ndjson', findings));

    expect(faultsOf(forged).join(' ')).toMatch(/^the sum of h-\d+ is/);
  });
});
