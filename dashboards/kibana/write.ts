import { writeFileSync } from 'node:fs';
import { ndjson } from './saved-objects.ts';

writeFileSync(new URL('farmwatch.ndjson', import.meta.url), ndjson());
