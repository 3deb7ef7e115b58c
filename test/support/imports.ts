import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../..');

export interface Import {
  /** Path of the importing file, from the checkout. */
  readonly from: string;
  /** Path of the imported file, `node:fs` or the name of a package. */
  readonly to: string;
  readonly ours: boolean;
  /** Nothing of it is left when the program runs. */
  readonly typesOnly: boolean;
}

/** Code of the product; tests and what only tests use may import what they like. */
export function productFiles(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: ROOT, exclude: (name) => name === 'node_modules' || name === 'dist' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|fixture|d)\.tsx?$/.test(file)).sort();
}

/** The text of a file of the checkout. */
export function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** What a file imports, read from its text. */
export function importsOf(file: string, text: string = textOf(file)): readonly Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return [
    ...[...code.matchAll(/^\s*(?:import|export)\s+(type\s+)?([^'";]*?)\s*from\s+'([^']+)'/gm)].map(([, type, names, to]) => importOf(file, to!, type !== undefined || onlyTypes(names!))),
    ...[...code.matchAll(/^\s*import\s+'([^']+)'/gm)].map(([, to]) => importOf(file, to!, false)),
    ...[...code.matchAll(/(typeof\s+)?\bimport\(\s*'([^']+)'/g)].map(([, type, to]) => importOf(file, to!, type !== undefined)),
  ];
}

function onlyTypes(names: string): boolean {
  const inside = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  return inside !== undefined && inside.split(',').map((name) => name.trim()).filter(Boolean).every((name) => name.startsWith('type '));
}

function importOf(from: string, to: string, typesOnly: boolean): Import {
  const ours = to.startsWith('.');
  return { from, to: ours ? relative(ROOT, join(ROOT, dirname(from), to)) : to, ours, typesOnly };
}
