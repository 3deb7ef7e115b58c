import { describeStore } from './contract/store.ts';
import { memoryStore } from './support/memory-store.ts';

describeStore('the store in memory', async ({ now }) => {
  const store = memoryStore({ now });
  return { store, reopen: async () => store };
});
