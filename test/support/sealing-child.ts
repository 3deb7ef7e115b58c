import { openDuckdbRewriting } from '../../src/store/duckdb/rewriting.ts';
import { keysIn } from '../../src/store/sealed/key-file.ts';
import { sealStore } from '../../src/store/sealed/seal-store.ts';

/** Seals an embedded store under a key, and says which part it has come to, until the test kills it. */
const [folder = '', key = ''] = process.argv.slice(2);
const store = await openDuckdbRewriting({ folder });
let documents = 0;
await sealStore({
  ...store,
  rewrite: (work) => store.rewrite((rewriting) => work({
    ...rewriting,
    documents: (change) => rewriting.documents((shelf, document) => {
      // Many times over, so that a kill finds it at work.
      if (++documents % 50 === 0) process.stdout.write(`documents ${documents}\n`);
      return change(shelf, document);
    }),
  })),
}, keysIn('env:KEYS', () => key), (part) => process.stdout.write(`${part}\n`));
await store.close();
process.stdout.write('done\n');
