import type { Day } from './time.ts';

/** On which day a file of a kind was read last, on a shelf of this name. */
export interface NewestFile { readonly id: 'people'; readonly day: Day }
export const NEWEST_FILES = 'newest-files';
