import type { Channel } from './channel.ts';
import { elasticsearch, opensearch } from './elasticsearch.ts';
import { logAnalytics } from './log-analytics.ts';
import { splunk } from './splunk.ts';

/** Every channel there is. */
export const CHANNELS: readonly Channel[] = [elasticsearch, opensearch, splunk, logAnalytics];
