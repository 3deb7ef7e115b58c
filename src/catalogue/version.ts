import { createHash } from 'node:crypto';
import browsers from './browsers.json' with { type: 'json' };
import jigglers from './jigglers.json' with { type: 'json' };
import kvm from './kvm.json' with { type: 'json' };
import networks from './networks.json' with { type: 'json' };
import tools from './tools.json' with { type: 'json' };

const everything = [tools, browsers, networks, jigglers, kvm];
const newest = (JSON.stringify(everything).match(/"date":"(\d{4}-\d{2}-\d{2})"/g) ?? []).toSorted().at(-1)?.slice(8, -1) ?? '';
const hash = createHash('sha256').update(JSON.stringify(everything)).digest('hex').slice(0, 8);

/** Date of the newest row and a hash over all rows; stored with results so that they can be traced to these data. */
export const CATALOGUE_VERSION = `${newest}-${hash}`;
