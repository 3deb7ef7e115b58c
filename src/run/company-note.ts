import type { Store } from '../store/store.ts';

/** What is known of the company as a whole. */
interface CompanyNote { readonly id: 'company'; readonly simulated: boolean }

const SHELF = 'company';

/** True for a made-up company: whatever is shown of it says so. */
export async function isSimulated(store: Pick<Store, 'shelf'>): Promise<boolean> {
  return (await store.shelf<CompanyNote>(SHELF).get('company'))?.value.simulated ?? false;
}

/** Says for good that the company of a store is made up. */
export async function noteSimulated(store: Pick<Store, 'shelf'>): Promise<void> {
  await store.shelf<CompanyNote>(SHELF).putAll([{ id: 'company', simulated: true }]);
}
