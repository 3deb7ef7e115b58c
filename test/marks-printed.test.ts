import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { deskIn } from './support/command-line.ts';
import { KIM, PEOPLE } from './support/kim.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-marks-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const TURNED = 'Says\u202e she\u2066 moved\u001b[2J';

it('prints marks that turn words as what they are, for people and in JSON that means the same', async () => {
  const desk = deskIn(root, Date.UTC(2026, 10, 16));
  desk.file('people.csv', PEOPLE + KIM);
  await desk.type('import', 'people.csv');
  await desk.type('correction', 'add', 'h-1', '--from', 'hr', '--about', 'home', '--says', TURNED, '--by', 'ines');

  const [told, json] = [(await desk.type('correction', 'list', 'h-1')).out[0]!, (await desk.type('correction', 'list', 'h-1', '--json')).out[0]!];

  expect(told).toContain('Says\\u202e she\\u2066 moved\\u001b[2J');
  expect(json).not.toMatch(/[\u202e\u2066]/);
  expect(JSON.parse(json)).toMatchObject({ says: TURNED });
});
