import { openSpool } from '../../src/collect/intake/spool.ts';

/** Appends numbered lines from several callers at once until the test kills it, and says which ones are acknowledged. */
const [folder = '', callers = '1'] = process.argv.slice(2);
const spool = await openSpool({ folder, boundBytes: 1024 * 1024 * 1024, now: () => Date.now() });
let number = 0;
await Promise.all(Array.from({ length: Number(callers) }, async () => {
  for (;;) {
    const mine = number++;
    await spool.append('cisco', [JSON.stringify({ n: mine, padding: 'x'.repeat(mine % 500) })]);
    process.stdout.write(`${mine}\n`);
  }
}));
