import { describe, expect, it } from 'vitest';
import { TABLES, TABLE_KINDS, requiredColumns } from '../../core/tables.ts';
import { parseMaps } from './columns.ts';
import { kindOfContent, kindOfHeader } from './kind.ts';

describe('kindOfHeader', () => {
  it.each(TABLE_KINDS)('knows a full %s file by its header', (kind) => {
    expect(kindOfHeader(Object.keys(TABLES[kind].columns))).toBe(kind);
  });

  it.each(TABLE_KINDS.filter((kind) => requiredColumns(kind).length > 1))('knows a %s file by its required columns', (kind) => {
    expect(kindOfHeader(requiredColumns(kind))).toBe(kind);
  });

  it('knows exports by the names their systems use', () => {
    expect(kindOfHeader(['Employee ID', 'Name', 'Work Email', 'Hire Date', 'Job Title', 'Department'])).toBe('people');
    expect(kindOfHeader(['Serial Number', 'Asset Tag', 'Assigned To ID', 'Checkout Date'])).toBe('devices');
    expect(kindOfHeader(['User principal name', 'On-premises SAM account name', 'Object Id'])).toBe('accounts');
  });

  it('knows a file by what --map says of it', () => {
    expect(kindOfHeader(['Id', 'Correo', 'Alta'], parseMaps(['Id=hire_id', 'Correo=email', 'Alta=start_date'], TABLE_KINDS))).toBe('people');
  });

  it('does not take people without start dates for accounts', () => {
    expect(kindOfHeader(['hire_id', 'email', 'user_name', 'display_name', 'home_city'])).toEqual({ undecided: 'its header is most like people, but lacks start_date' });
  });

  it.each([
    [['Date (UTC)', 'User', 'Result', 'IP address', 'User agent', 'Device ID', 'MFA device']], [['eventTime', 'userName', 'client_ip']], [['timestamp', 'actor.email', 'src']],
  ])('takes %j for events, and says how they are read', (header) => {
    expect(kindOfHeader(header)).toEqual({ undecided: 'it looks like events in a table, such as sign-ins', cure: expect.stringContaining('farmwatch collect table') });
  });

  it('does not decide on one known column', () => {
    expect(kindOfHeader(['Email', 'Shoe size'])).toMatchObject({ undecided: expect.any(String) as string });
    expect(kindOfHeader(['x', 'y'])).toEqual({ undecided: 'no column of its header is known' });
  });
});

describe('kindOfContent', () => {
  it.each([
    ['events.ndjson', ''],
    ['events.ndjson.gz', ''],
    ['export.json', '[{'],
    ['export.txt', '{"@timestamp":"2026-11-02T09:00:00Z"}'],
    ['export', ' [ {"a":1}]'],
  ])('takes %s beginning with %j for events', (name, start) => {
    expect(kindOfContent(name, start)).toBe('events');
  });

  it('knows a STIX bundle', () => {
    expect(kindOfContent('feed.json', '{"type": "bundle", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d", "objects": []}')).toBe('stix');
  });

  it.each([['people.csv', 'hire_id,email'], ['people.xlsx', 'PK'], ['notes.csv', '[draft] name,kind']])('takes %s beginning with %j for a table', (name, start) => {
    expect(kindOfContent(name, start)).toBe('table');
  });
});
