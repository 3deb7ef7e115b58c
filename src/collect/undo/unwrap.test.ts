import { describe, expect, it } from 'vitest';
import { ENVELOPES } from './envelopes.ts';
import { unwrap } from './unwrap.ts';

const record = { id: 'a', message: '{"id":"inside"}' };
const recognises = (raw: unknown): boolean => typeof raw === 'object' && raw !== null && 'id' in raw;
const nested = (path: string, inner: unknown): unknown => path.split('.').reduceRight<unknown>((value, word) => ({ [word]: value }), inner);

describe('unwrap', () => {
  it('never opens a record that the source knows', () => expect(unwrap(record, recognises)).toEqual([record]));
  it.each(ENVELOPES.map(({ at }) => at))('opens %s around an object', (at) => expect(unwrap(nested(at, record), recognises)).toEqual([record]));
  it.each(ENVELOPES.map(({ at }) => at))('opens %s around JSON text', (at) => expect(unwrap(nested(at, JSON.stringify(record)), recognises)).toEqual([record]));
  it.each(ENVELOPES.map(({ at }) => at))('opens %s around a list', (at) => expect(unwrap(nested(at, [record, record]), recognises)).toEqual([record, record]));
  it.each([
    { tables: [{ name: 'PrimaryResult', columns: [{ name: 'id', type: 'string' }, { name: 'n', type: 'long' }], rows: [['a', 1], ['b', null]] }] },
    { columns: [{ name: 'id', type: 'keyword' }, { name: 'n', type: 'long' }], values: [['a', 1], ['b', null]] },
    { preview: false, fields: ['id', 'n'], rows: [['a', 1], ['b', null]] },
    { data: { status: 'FINISHED', columns: [{ name: 'id' }, { name: 'n' }], data: [['a', 1], ['b', null]] } },
  ])('reads a table that names its columns once: %j', (table) => expect(unwrap(table, recognises)).toEqual([{ id: 'a', n: 1 }, { id: 'b', n: null }]));
  it('gives a row of such a table the cells it has, and no more than there are columns', () => {
    const whole = JSON.stringify({ columns: ['id', 'n'], rows: [['a'], [], ['b', 1, 'more']] });

    expect(unwrap(whole, recognises)).toStrictEqual([{ id: 'a' }, {}, { id: 'b', n: 1 }]);
  });
  it('takes no other lists for such a table', () => {
    for (const raw of [{ columns: ['id'], rows: ['a'] }, { columns: [1], rows: [['a']] }, { fields: { id: ['a'] }, values: [['a']] }]) expect(unwrap(raw, recognises)).toEqual([raw]);
  });
  it('opens a name with dots', () => expect(unwrap({ 'event.original': JSON.stringify(record) }, recognises)).toEqual([record]));
  it('reads JSON in a text in a text', () => expect(unwrap(JSON.stringify(JSON.stringify(record)), recognises)).toEqual([record]));
  it('reads several records in one text, one a line', () => {
    const text = `${JSON.stringify(record)}\n\n${JSON.stringify({ ...record, id: 'b' })}\n`;

    expect(unwrap({ message: text }, recognises)).toEqual([record, { ...record, id: 'b' }]);
    expect(unwrap(`${text}{"id":`, recognises)).toEqual([`${text}{"id":`]);
    // However many lines are empty: a look at all of them from each would never end.
    const empty = `{"id":1}${'\n'.repeat(3_000_000)}x`;
    expect(unwrap(empty, recognises)).toEqual([empty]);
  });
  it('opens envelopes in envelopes', () => expect(unwrap({ result: { _raw: JSON.stringify({ records: [{ message: JSON.stringify(record) }] }) } }, recognises)).toEqual([record]));
  it('opens the list of a recorded answer, and keeps what it does not know', () => {
    expect(unwrap({ method: 'GET', url: 'u', status: 200, response_body: { value: [{ x: 1 }, record] } }, recognises)).toEqual([{ x: 1 }, record]);
  });
  it('opens what a browser saves of its traffic, and keeps answers that it does not know', () => {
    const entry = (answer: unknown): object => ({ startedDateTime: '2026-11-02T14:03:27Z', request: { method: 'GET', url: 'u' }, response: { status: 200, content: { mimeType: 'application/json', text: JSON.stringify(answer) } } });
    const other = entry({ token: 'x' });

    expect(unwrap({ log: { version: '1.2', creator: { name: 'x' }, pages: [], entries: [other, entry({ results: [record] })] } }, recognises)).toEqual([other, record]);
  });
  it('opens text where the source knows lines', () => expect(unwrap({ message: '<14>line' }, (raw) => raw === '<14>line')).toEqual(['<14>line']));
  it.each([
    '<14>1 2026-11-02T15:03:27.123Z relay okta 1 - -', '<14>Nov  2 15:03:27 relay okta:', 'Nov 2 2026 15:03:27 relay okta[12]:', '2026-11-02T15:03:27+01:00 relay', '<14>',
  ])('reads JSON behind the header %s', (header) => expect(unwrap(`${header} ${JSON.stringify(record)}`, recognises)).toEqual([record]));
  it('leaves a sentence with braces in it alone', () => expect(unwrap(`said ${JSON.stringify(record)}`, recognises)).toEqual([`said ${JSON.stringify(record)}`]));
  it('passes over an envelope with nothing in it for the source', () => expect(unwrap({ message: 'signed in', event: { original: JSON.stringify(record) } }, recognises)).toEqual([record]));
  it('takes the text that Splunk keeps before the fields that it made out', () => {
    expect(unwrap({ result: { '_raw': JSON.stringify(record), '_time': '2026-11-02T15:03:27Z', 'id': 'a', 'actor.name': 'kim' } }, recognises)).toEqual([record]);
    expect(unwrap({ _raw: 'no JSON', id: 'a' }, recognises)).toEqual([{ _raw: 'no JSON', id: 'a' }]);
  });
  it('puts together what a table or a pipeline took apart, where nothing untouched is beside it', () => {
    const hasNested = (raw: unknown): boolean => typeof raw === 'object' && raw !== null && 'actor' in raw && typeof raw.actor === 'object';
    const [found] = unwrap({ 'actor.id': 'u-1', 'kind': 'x' }, hasNested);

    expect(JSON.parse(JSON.stringify(found))).toEqual({ actor: { id: 'u-1' }, kind: 'x' });
    expect(unwrap({ 'actor.id': 'u-1', 'message': JSON.stringify({ actor: {} }) }, hasNested)).toEqual([{ actor: {} }]);
    expect(unwrap({ 'actor.id': 'u-1' }, () => false)).toEqual([{ 'actor.id': 'u-1' }]);
  });
  it('takes rows of Log Analytics for the lines that they were made of', () => {
    const isLine = (raw: unknown): boolean => typeof raw === 'string' && raw.includes('tunnel');

    expect(unwrap({ Type: 'CommonSecurityLog', DeviceVendor: 'Acme', DeviceProduct: 'VPN', Activity: 'tunnel up', TimeGenerated: '2026-11-02T14:03:27Z' }, isLine)).toEqual(['CEF:0|Acme|VPN|||tunnel up||rt=2026-11-02T14:03:27Z']);
    expect(unwrap({ Type: 'Syslog', TimeGenerated: '2026-11-02T14:03:27Z', Computer: 'gw', SyslogMessage: 'tunnel up' }, isLine)).toEqual(['2026-11-02T14:03:27Z gw tunnel up']);
  });
  it('keeps when Splunk dated a line, where the source asks for it', () => {
    const line = { _raw: 'up', _time: '2026-11-02T15:03:27Z' };

    expect(unwrap({ ...line, user: 'kim' }, (raw) => typeof raw === 'object' && raw !== null && '_raw' in raw)).toEqual([line]);
  });
  it('puts the document of a hit together from lists of values', () => {
    const isDocument = (raw: unknown): boolean => typeof raw === 'object' && raw !== null && 'event' in raw;
    const fields = {
      'user.name.keyword': ['kim'], 'user.name': ['kim'], 'event.action': ['sign-in'], 'event.category': ['authentication', 'session'], '@timestamp': ['2026-11-02T15:03:27.000Z'],
      'answers': [{ name: ['a'], data: ['1', '2'] }], 'odd..name': ['x'], '__proto__.polluted': ['yes'],
    };
    const document = {
      '@timestamp': '2026-11-02T15:03:27.000Z', 'user': { name: 'kim' }, 'event': { action: 'sign-in', category: ['authentication', 'session'] }, 'answers': { name: 'a', data: ['1', '2'] }, 'odd': { '': { name: 'x' } },
    };

    for (const raw of [{ _index: 'logs', _id: '1', fields }, { took: 1, hits: { total: { value: 1 }, hits: [{ _index: 'logs', fields, sort: [1] }] } }, { rawResponse: { hits: { hits: [{ _index: 'logs', fields }] } } }]) {
      const [found, ...more] = unwrap(raw, isDocument);
      expect(more).toEqual([]);
      expect(JSON.parse(JSON.stringify(found))).toMatchObject(document);
    }
    expect({}).not.toHaveProperty('polluted');
  });
  it('is not brought down by a hit that claims to lie deep', () => {
    const deep = JSON.parse(`${'['.repeat(5_000)}1${']'.repeat(5_000)}`) as unknown;

    expect(unwrap({ _index: 'logs', fields: { [`a${'.a'.repeat(50_000)}`]: [1], id: [deep] } }, recognises)).toHaveLength(1);
  });
  it('finds a record inside such a document, and leaves other members of that name alone', () => {
    expect(unwrap({ _index: 'logs', fields: { 'event.original': [JSON.stringify(record)], 'message': ['up'] } }, recognises)).toEqual([record]);
    expect(unwrap({ _index: 'logs', _source: record, fields: { 'x': ['y'] } }, recognises)).toEqual([record]);
    for (const strange of [{ fields: { x: ['y'] } }, { _index: 'logs', fields: { x: 'y' } }, { _index: 'logs', fields: {} }]) expect(unwrap(strange, recognises)).toEqual([strange]);
  });
  it('leaves whole what nobody knows', () => {
    const strange = { message: 'hello', log: { level: 'info' }, records: [] };
    expect(unwrap(strange, recognises)).toEqual([strange]);
  });
  it('gives up on text that claims to be wrapped for ever', () => {
    let text = JSON.stringify({ x: 1 });
    for (let n = 0; n < 12; n++) text = JSON.stringify({ message: text });

    expect(unwrap(text, recognises)).toEqual([text]);
  });
});
