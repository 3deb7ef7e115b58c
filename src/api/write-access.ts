import { readFileSync, writeFileSync } from 'node:fs';
import { accessText } from './access-text.ts';

/** Writes the tables of the README anew: `npm run access`. */
const README = new URL('README.md', import.meta.url);
const HEADING = '## Who may do and read what\n\n';
const text = readFileSync(README, 'utf8');
writeFileSync(README, `${text.slice(0, text.indexOf(HEADING) + HEADING.length)}${accessText()}`);
