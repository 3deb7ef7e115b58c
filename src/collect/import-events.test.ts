import { describe, expect, it } from 'vitest';
import { MONDAY } from '../../test/support/builders.ts';
import { enricherOver } from './enrich.ts';
import { importDocuments } from './import-events.ts';
import type { RejectedRecord } from './rejects.ts';

describe('importing documents at hand', () => {
  it('counts them as the lines of a file, and says which could not be used', async () => {
    const document = { '@timestamp': MONDAY, 'event.id': 'a', 'event.action': 'check-in' };
    const noted: RejectedRecord[] = [];
    const rejects = { file: '', note: (one: RejectedRecord) => { noted.push(one); }, flush: () => {} };

    const counts = await importDocuments('these', [document, { ...document, 'event.action': 'dance' }, null, { ...document, 'no.such': 1, 'user.name': undefined }], { store: undefined, enricher: enricherOver('', () => ({})), rejects });

    expect(counts).toMatchObject({ read: 4, made: 2, rejected: 2, unknownFields: new Map([['no.such', 1]]) });
    expect(noted.map(({ file, line }) => [file, line])).toEqual([['these', 2], ['these', 3]]);
  });
});
