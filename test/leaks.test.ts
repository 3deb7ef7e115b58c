import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../src/api/access-routes.ts';
import { FIELD_NAMES, fieldSpec } from '../src/core/event.ts';
import { oasisProgram } from './support/oasis.ts';
import { servedCompany, type ServedCompany } from './leaks/company.ts';
import { seeker, textOf } from './leaks/seek.ts';
import { countsText, faultsText, fieldsText } from './leaks/table.ts';
import { ASKERS, walk, type Walk } from './leaks/walk.ts';

const program = oasisProgram('schemathesis');

/** The short form of `npm run leaks`. */
describe.skipIf('skipped' in program)('what every role is told, asked by a program that knows the description of the API', () => {
  let company: ServedCompany;
  let found: Walk;
  beforeAll(async () => {
    company = await servedCompany();
    found = await walk(company, { program: (program as { path: string }).path, examples: 1, seed: 7, phases: ['examples', 'fuzzing'] });
  }, 900_000);
  afterAll(async () => { await company?.stop(); });

  it('is nothing that the table denies, and no error of the server', () => {
    expect(faultsText(found)).toBe('');
  });

  it('was asked under every route but three that end the walk, and answered where it may be', () => {
    const asked = new Set(found.lines.map(({ asker, route }) => `${asker} ${route}`));
    const outside = ['GET /api/events', 'POST /api/logout', 'POST /api/runs'];
    const wanted = Object.keys(ROUTES).filter((route) => !outside.includes(route));
    const isDoor = (route: string): boolean => / \/api\/(login|sign-in)/.test(route);

    expect(ASKERS.flatMap((asker) => wanted.filter((route) => (asker === 'nobody' || !isDoor(route)) && !asked.has(`${asker} ${route}`)).map((route) => `${asker} ${route}`))).toEqual([]);
    // What the table lets was told, so that the look through the answers is known to see.
    const told = (asker: string, route: string): readonly string[] => [...found.lines.find((line) => line.asker === asker && line.route === route)?.told.keys() ?? []];
    expect(told('it', 'GET /api/devices')).toContain('device.serial_number');
    expect(told('hr', 'GET /api/exports/:id/file')).toContain('user.name');
    expect(told('privacy', 'GET /api/rights/:id/copy')).toContain('source.ip');
    expect(told('analyst', 'POST /api/reveals/:id/look')).toContain('user.email');
    expect(found.lines.some(({ asker, route, answers }) => asker === 'analyst' && route === 'GET /api/findings/:id/rows' && answers.has(200))).toBe(true);
    // Codes of countries stand everywhere, cities are told on purpose, and the line has the words of its address.
    expect(FIELD_NAMES.filter((name) => fieldSpec(name).class !== undefined && !found.names.includes(name))).toEqual(['source.geo.country_iso_code', 'source.geo.city_name', 'farmwatch.net.line', 'farmwatch.shipment.city']);
    expect([countsText(found), fieldsText(found)].map((text) => text.split('\n').length)).toEqual([ASKERS.length + 4, found.fields + 2]);
  });
});

describe('the look through an answer', () => {
  const seek = seeker(new Map([['CORP\\kim', 'user.name'], ['198.51.100.7', 'source.ip']]));

  it('finds what stands there plainly, behind the escapes of JSON, and at the very end', () => {
    const body = Buffer.from(JSON.stringify({ said: ['CORP\\kim'], at: '198.51.100.7' }));

    expect([...seek(textOf(body, 'application/json')).values()].sort()).toEqual(['source.ip', 'user.name']);
    expect([...seek('198.51.100.7').keys()]).toEqual(['198.51.100.7']);
    expect(seek('198.51.100').size).toBe(0);
  });
});
