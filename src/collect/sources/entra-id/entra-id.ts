import { basename } from 'node:path';
import { defineSource, type ReadRecord } from '../../collector.ts';
import { readRecords } from '../../records.ts';
import { SHOWN_DATES } from '../../shown-time.ts';
import { orderNamed } from '../../tables/dates.ts';
import { isRejected } from '../../../core/parse-event.ts';
import { accountChangeDrafts } from './account-change.ts';
import { entraRecord, isEntraHeader } from './shape.ts';
import { pull } from './pull.ts';
import { signInDraft } from './sign-in.ts';

const recognises = (raw: unknown): boolean => entraRecord(raw) !== undefined;

/** Microsoft Entra ID: interactive sign-ins, and changes of second factors and phones. See the page beside. */
export const entraId = defineSource({
  id: 'entra-id',
  title: 'Microsoft Entra ID sign-ins and audit log, its records in the Microsoft 365 audit log',
  settings: {},
  pull,
  options: { dates: SHOWN_DATES },
  recognises,
  read,
  map(raw, { options }) {
    const record = entraRecord(raw);
    if (!record) return { rejected: 'not an Entra ID record' };
    const order = orderNamed(options['dates']);
    switch (record.kind.is) {
      case 'other': return { rejected: `not our business: ${record.kind.name}` };
      case 'audit': return accountChangeDrafts(record, order);
      case 'sign-in': {
        const draft = signInDraft(record, order);
        return isRejected(draft) ? draft : [draft];
      }
    }
  },
});

async function* read(file: string): AsyncGenerator<ReadRecord> {
  // The portal saves each kind of sign-in under a name of its own; inside, the columns are the same.
  const isBackground = /non-?interactive/i.test(basename(file));
  const records = readRecords(file, { recognises, isHeader: isEntraHeader, readsShown: true });
  for await (const record of records) {
    const isRow = isBackground && 'raw' in record && typeof record.raw === 'object' && record.raw !== null && 'Date (UTC)' in record.raw;
    yield isRow ? { ...record, raw: { ...(record.raw as object), 'Is interactive': 'No' } } : record;
  }
}
