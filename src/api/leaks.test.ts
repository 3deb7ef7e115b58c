import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../core/event.ts';
import type { Story } from '../simulate/story.ts';
import { may, type Doing } from './access.ts';
import { ROUTES } from './access-routes.ts';
import { ROLES, type Role } from './roles.ts';
import type { CaseView, QueueView } from './contract.ts';
import { deskOver, eventsOf, judged, privateValues, twoFarms, type Answer, type Desk, type Hands } from './desk.fixture.ts';

/** Routes that tell serial numbers and holders to those whose work is with laptops. */
const LAPTOPS = new Set(['GET /api/devices', 'GET /api/devices.csv', 'POST /api/devices/acts']);
/** One that never ends, one that ends the session, and one that judges everybody anew. */
const APART = new Set(['GET /api/events', 'POST /api/logout', 'POST /api/runs']);

let company: Story;
let events: readonly Event[];
let desk: Desk;
let hidden: readonly string[];
let open: CaseView;
const hands = new Map<Role, Hands>();
beforeAll(async () => {
  company = twoFarms();
  events = await eventsOf(company);
  const { store, line } = await judged(company, events);
  desk = await deskOver(store, line);
  hidden = privateValues(company, events);
  for (const role of ROLES) hands.set(role, await desk.as(role));
  const analyst = hands.get('analyst')!;
  open = await analyst.case((await analyst.get('/api/queue')).json<QueueView>().rows[0]!.id);
});

/** Ids that there are, for every `:id`. */
function pathsOf(path: string): readonly string[] {
  const person = open.people[0]!;
  const finding = person.lines.find(({ finding: id }) => id !== undefined)!.finding!;
  if (path.startsWith('/api/cases/:id/timeline')) return [`/api/cases/${open.id}/timeline?hire=${person.id}`];
  if (path.startsWith('/api/people/:id/timeline')) return [`/api/people/${person.id}/timeline?hire=${person.id}`];
  return [open.id, person.id, finding].map((id) => path.replace(':id', id).replace(':week', 'now').replace(':format', 'json'));
}
const leaked = ({ body, headers }: Answer): readonly string[] => hidden.filter((value) => `${body}${JSON.stringify(headers)}`.includes(value));
const wants = (route: string): string => ROUTES[route]!;

describe('the answers to every role', () => {
  it.each(ROLES)('tell %s no account, address, place or machine, but those of laptops whose work it is', async (role) => {
    const found: string[] = [];
    let answered = 0;
    for (const route of Object.keys(ROUTES).filter((one) => one.startsWith('GET') && !APART.has(one))) {
      for (const path of pathsOf(route.slice(4))) {
        const answer = await hands.get(role)!.get(path);
        if (answer.status === 200) answered += 1;
        const values = leaked(answer);
        const isDesk = LAPTOPS.has(route) && may(role, 'read-devices');
        if (isDesk ? values.length === 0 : values.length > 0) found.push(`${path}: ${answer.status} ${values.slice(0, 3).join(', ')}`);
        if (answer.status >= 500) found.push(`${path}: ${answer.status}`);
      }
    }

    expect(found).toEqual([]);
    expect(answered).toBeGreaterThan(2);
  }, 120_000);
});

describe('whatever is sent', () => {
  /** Half of what is sent has members that routes know, with values of every kind. */
  const members = ['kind', 'revision', 'text', 'note', 'reason', 'allow', 'what', 'tool', 'scope', 'until', 'owner', 'devices', 'serial', 'move', 'name', 'role', 'id', 'ids', 'map', 'options', 'take', 'password'];
  const value = fc.oneof(fc.constantFrom('take', 'note', 'close', 'reopen', 'confirm', 'role', 'admin', '../x', "' OR 1=1 --", '<img src=x onerror=alert(1)>', '=cmd()', '\u202egnp.exe', ''), fc.jsonValue());
  const body = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...members), value, { maxKeys: 6 }));
  const id = fc.oneof(fc.string({ maxLength: 60, unit: 'grapheme' }), fc.constantFrom('..', '%00', 'c-0', '__proto__', 'x'.repeat(3_000), "'; DROP TABLE x"));

  it('no route answers any role with an error of its own, a leak, or more than the table allows', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(...Object.keys(ROUTES).filter((route) => !APART.has(route) && wants(route) !== 'anybody')), fc.constantFrom(...ROLES), id, body, async (route, role, word, sent) => {
      const [method, path] = route.split(' ') as [string, string];
      const filled = path.replace(/:\w+/g, encodeURIComponent(word.toWellFormed()));
      const answer = method === 'GET' ? await hands.get(role)!.get(`${filled}?hire=${encodeURIComponent(word.toWellFormed())}`) : await hands.get(role)!.post(filled, JSON.stringify(sent), { 'content-type': 'application/json' });
      const isAllowed = wants(route) === 'any role' || may(role, wants(route) as Doing);

      expect(answer.status, `${route} ${answer.body.slice(0, 300)}`).toBeLessThan(500);
      if (!isAllowed) expect([route, role, answer.status === 403 || answer.status === 404 || answer.status === 414]).toEqual([route, role, true]);
      if (!LAPTOPS.has(route) || !isAllowed) expect([route, leaked(answer)]).toEqual([route, []]);
    }), { numRuns: 800, seed: 7, endOnFailure: true });
  }, 300_000);
});
