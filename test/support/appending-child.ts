import { FarmwatchError } from '../../src/errors.ts';
import { openDuckdbStore } from '../../src/store/duckdb/duckdb-store.ts';
import { MONDAY, anEvent } from './builders.ts';

/** Appends batches until it fails or the test kills it, and says which ones are acknowledged. */
const [folder = '', size = '1'] = process.argv.slice(2);
const store = await openDuckdbStore({ folder, now: () => Date.now() });
for (let batch = 0; ; batch++) {
  const events = Array.from({ length: Number(size) }, (_, i) => anEvent({ 'event.id': `${batch}/${i}`, '@timestamp': MONDAY + batch, 'user.id': String(batch) }));
  process.stdout.write(`begin ${batch}\n`);
  try {
    await store.events.append(events);
  } catch (error) {
    process.stdout.write(`failed ${error instanceof FarmwatchError ? error.code : String(error)}\n`);
    break;
  }
  process.stdout.write(`done ${batch}\n`);
}
