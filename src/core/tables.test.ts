import { describe, expect, it } from 'vitest';
import { TABLES, TABLE_KINDS, columnsOf, requiredColumns } from './tables.ts';

const folded = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '');

describe('TABLES', () => {
  it.each(TABLE_KINDS)('gives no name of a %s column to two columns', (kind) => {
    const names = Object.entries(columnsOf(kind)).flatMap(([column, spec]) => [...new Set([column, ...spec.aliases].map(folded))]);

    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it.each(TABLE_KINDS)('finds the key of %s among its columns', (kind) => {
    expect(TABLES[kind].key.filter((column) => !(column in columnsOf(kind)))).toEqual([]);
    expect(requiredColumns(kind)).toContain(TABLES[kind].key[0]);
  });

  it.each(TABLE_KINDS)('says what every missing %s column costs, unless it is required, private or known_from', (kind) => {
    const silent = Object.entries(columnsOf(kind)).filter(([name, spec]) => !spec.cost && !spec.required && spec.type !== 'private' && name !== 'known_from');

    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it.each(TABLE_KINDS)('pairs every %s latitude with a longitude of the same field', (kind) => {
    const columns = columnsOf(kind);
    const latitudes = Object.entries(columns).filter(([, spec]) => spec.type === 'latitude');

    expect(latitudes.filter(([name, spec]) => columns[name.replace(/lat$/, 'lon')]?.into !== spec.into)).toEqual([]);
  });

  it.each(TABLE_KINDS)('names what tokens and private columns of %s stand for', (kind) => {
    const nameless = Object.values(columnsOf(kind)).filter((spec) => ['token', 'tokens', 'private'].includes(spec.type) && !spec.token);

    expect(nameless).toEqual([]);
  });
});
