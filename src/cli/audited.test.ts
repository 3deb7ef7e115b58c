import pc from 'picocolors';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { FarmwatchError } from '../errors.ts';
import { DOES, TRIED, noteCommand } from './audited.ts';
import { programOf } from './program.ts';

const io = { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now: () => 0, folder: '/' };
const namesUnder = (command: Command, above = ''): readonly string[] => command.commands.flatMap((one) => [`${above}${one.name()}`, ...namesUnder(one, `${above}${one.name()} `)]);

it('names commands of the audit as they are typed, so that none is taken for another', () => {
  const known = new Set(namesUnder(programOf({ io })));

  expect([...DOES.keys()].filter((name) => !known.has(name))).toEqual([]);
});
it('takes a command that nobody thought of for one that changes something', () => {
  expect(['user add', 'allowed add', 'settings accept', 'import', 'backup', 'restore', 'notify test', 'export ask'].filter((name) => DOES.has(name))).toEqual([]);
});
it('names commands that show rows of people and write nothing as they are typed', () => {
  const known = new Set(namesUnder(programOf({ io })));

  expect(TRIED.filter((name) => !known.has(name))).toEqual([]);
});
it('says on a full disk why a command that only shows has to write', async () => {
  const chain = (): Promise<never> => Promise.reject(new FarmwatchError('store.full', { store: 'there', why: 'No space left on device' }));
  const store = { journal: () => ({ chain, async *read() {} }) } as never;

  await expect(noteCommand({ store }, { command: 'risk', by: undefined, dryRun: false, readsFile: false }, 0)).rejects.toMatchObject({
    code: 'audit.full', exitCode: 1, message: 'Nothing was shown and nothing done: the audit is told first who looks or acts, and the disk of the store there has no room for that (No space left on device). Free some space there and repeat the command.',
  });
});
