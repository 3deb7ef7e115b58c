import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DEFAULT_PLAN, type PlanStep } from '../src/cases/response-plan.ts';
import { deskIn } from './support/command-line.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-plan-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const inFile = (steps: readonly PlanStep[], ...more: readonly object[]): string => JSON.stringify({ steps: [...steps.map(({ id, title, says, isContact = false }) => ({ id, title, says, contact: isContact })), ...more] });
const OWN = { id: 'step-1', title: 'Tell the works council', owner: 'hr', due_hours: 24 };

describe('the plan of a response on the command line', () => {
  it('is tried, written from a file, shown as a file would hold it, and put back', async () => {
    const desk = deskIn(join(root, 'written'), Date.UTC(2026, 10, 16, 12));
    desk.file('plan.json', inFile(DEFAULT_PLAN, OWN));

    const tried = await desk.type('response', 'plan', 'try', 'plan.json');
    const written = await desk.type('response', 'plan', 'write', 'plan.json', '--why', 'The council is told', '--by', 'ines');
    const shown = JSON.parse((await desk.type('response', 'plan', 'show', '--json')).out[0]!) as { readonly steps: readonly object[] };

    expect(tried.out).toContain('“Tell the works council” is new.');
    expect([written.exit, written.out]).toEqual([0, [expect.stringMatching(/^plan-[0-9a-f]{8} holds for responses that begin from now on\.$/)]]);
    expect(shown.steps.at(-1)).toEqual({ id: 'step-1', title: 'Tell the works council', says: '', contact: false, owner: 'hr', due_hours: 24 });
    expect((await desk.type('response', 'plan', 'reset', '--why', 'Too slow', '--by', 'ines')).exit).toBe(0);
    expect((await desk.type('response', 'plan', 'history')).out).toEqual([expect.stringContaining('ines: The council is told'), expect.stringContaining('ines: Too slow')]);
    expect((await desk.type('audit', 'list')).out.filter((line) => line.includes('response plan')).map((line) => line.trim().split(/  +/).slice(2).join(' '))).toEqual(['ines change response plan write', 'ines change response plan reset']);
  });

  it('without counsel waits for a second name, and one that cannot be is told why', async () => {
    const desk = deskIn(join(root, 'waits'), Date.UTC(2026, 10, 16, 12));
    desk.file('plan.json', inFile(DEFAULT_PLAN.filter(({ id }) => id !== 'decide')));
    desk.file('broken.json', inFile(DEFAULT_PLAN.slice(1)));

    const { out } = await desk.type('response', 'plan', 'write', 'plan.json', '--why', 'Elsewhere', '--by', 'ines', '--json');
    const { id } = JSON.parse(out[0]!) as { readonly id: string };

    expect((await desk.type('response', 'plan', 'confirm', id, '--by', 'Ines')).err.join()).toContain('You wrote it yourself.');
    expect((await desk.type('response', 'plan', 'confirm', id, '--by', 'max')).out).toEqual([`${id} holds for responses that begin from now on.`]);
    expect((await desk.type('response', 'plan', 'try', 'broken.json')).err.join()).toContain('the step confirm is missing');
    expect((await desk.type('response', 'plan', 'refuse', id, '--note', 'No', '--by', 'max')).exit).toBe(1);
  });

  it('is the one of the configuration where that names a file', async () => {
    const desk = deskIn(join(root, 'file'), Date.UTC(2026, 10, 16, 12));
    desk.file('plan.json', inFile(DEFAULT_PLAN.slice(0, 2), OWN));
    desk.file('farmwatch.json', JSON.stringify({ response: { plan: 'plan.json' } }));

    expect((await desk.type('response', 'plan', 'show', '--config', 'farmwatch.json')).out).toHaveLength(4);
    expect((await desk.type('response', 'plan', 'reset', '--why', 'x', '--config', 'farmwatch.json')).err.join()).toContain('The plan stands in a file');
  });
});
