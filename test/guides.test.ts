import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import pc from 'picocolors';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { blocksOf, type Block } from '../dashboards/help/blocks.ts';
import { programOf } from '../src/cli/program.ts';
import { VERSION } from '../src/cli/version.ts';
import { ROOT, textOf } from './support/imports.ts';

const GUIDES = globSync('dashboards/guides/*.md', { cwd: ROOT }).filter((path) => basename(path) !== 'README.md').map((path) => ({ name: basename(path, '.md'), text: textOf(path) }));
const SOURCES = globSync('dashboards/**/*.{ts,tsx}', { cwd: ROOT }).filter((path) => !path.includes('/dist/')).map((path) => textOf(path)).join('\n');
const program = programOf({ io: { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now: () => 0, folder: ROOT } });

const textsIn = (block: Block): readonly string[] => (block.is === 'list' ? block.items : block.is === 'table' ? [...block.head, ...block.rows.flat()] : [block.text]);

/** What of a command line the program does not know; undefined where it knows all. */
function unknownIn(line: string): string | undefined {
  let command: Command = program;
  const words = line.split(/\s+/).slice(1);
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    if (next) command = next;
    else if (word.startsWith('--') && ![...command.options, ...program.options].some(({ long }) => long === word)) return `${word} of ${line}`;
  }
  return command === program ? line : undefined;
}

describe('the guides', () => {
  it('name the program so that it runs from any folder', () => {
    const alias = /^alias farmwatch=.*$/m.exec(GUIDES.find(({ name }) => name === 'administrator')!.text)![0];

    const said = execFileSync('bash', ['-c', `shopt -s expand_aliases\n${alias}\ncd /\nfarmwatch --version`], { cwd: ROOT, encoding: 'utf8' });

    expect(said.trim()).toBe(VERSION);
  });

  it('are one for each role, and all of them are in the product and in their README', () => {
    const listed = textOf('dashboards/help/guides.ts');

    expect(GUIDES.map(({ name }) => name).sort()).toEqual(['administrator', 'analyst', 'auditor', 'hr', 'it', 'lead', 'privacy']);
    for (const { name } of GUIDES) {
      expect(listed).toContain(`../guides/${name}.md?url`);
      expect(textOf('dashboards/guides/README.md')).toContain(`(${name}.md)`);
    }
  });

  it.each(GUIDES)('$name is read to its last mark by the pages', ({ text }) => {
    const blocks = blocksOf(text);
    const plain = blocks.filter(({ is }) => is !== 'code').flatMap(textsIn).join('\n').replace(/\*\*[^*]+\*\*|`[^`]+`/g, '').replace(/\*[^*]+\*/g, '');

    expect(blocks[0]).toMatchObject({ is: 'heading', level: 1 });
    expect(blocks.filter(({ is }) => is === 'heading').map((block) => textsIn(block)[0])).toEqual([expect.stringMatching(/^Guide for /), 'First hour', 'First week', expect.stringMatching(/^First (case|question)$/), 'Good to know']);
    expect(plain).not.toMatch(/[*`#|]|\]\(/);
  });

  it.each(GUIDES)('$name names nothing that the pages do not show', ({ name, text }) => {
    const shown = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) => words!);

    expect(shown.length).toBeGreaterThan(0);
    expect(shown.filter((words) => !SOURCES.includes(words) && !/^Import 2 files/.test(words)), name).toEqual([]);
  });

  it.each(GUIDES)('$name types only commands that there are', ({ text }) => {
    const lines = [...text.matchAll(/`(farmwatch [^`]+)`|^(farmwatch .*)$/gm)].map(([, inline, alone]) => (inline ?? alone)!);

    expect(lines.flatMap((line) => unknownIn(line) ?? [])).toEqual([]);
  });

  it('the one for IT staff tells nothing of what is thought of anybody', () => {
    expect(GUIDES.find(({ name }) => name === 'it')!.text).not.toMatch(/\b(?:chance|bands?|famil\w+|risk|cases?|queue)\b/i);
  });

  it.each(GUIDES)('$name asks for nothing that a person was born with', ({ text }) => {
    expect(text).not.toMatch(/nationality|citizen|native|accent|religion|birth|photo of the (?:person|face)|surname/i);
  });
});

describe('the page of commands', () => {
  const sections = textOf('src/cli/COMMANDS.md').split('\n## ').slice(1).map((section) => ({ heading: section.split('\n')[0]!, text: section }));
  const shown = program.commands.filter((command) => command.name() !== 'help');

  it('has the headings of the help, in its order', () => {
    expect(sections.map(({ heading }) => `${heading}:`)).toEqual([...new Set(shown.map((command) => command.helpGroup()))]);
  });

  it.each(shown.map((command) => [command.name(), command.helpGroup()] as const))('says what %s does under its heading', (name, heading) => {
    const section = sections.find((one) => `${one.heading}:` === heading);

    expect(section?.text).toMatch(new RegExp(`^\\|.*\`${name}\\b`, 'm'));
  });
});
