import { describe, expect, it } from 'vitest';
import { vendorHttp } from '../../pull/http.ts';
import { isoOf } from '../../../core/time.ts';
import { pageOf, pullSuite } from '../../../../test/contract/pull.ts';
import { startStub } from '../../../../test/support/vendor-stub.ts';
import { jumpcloud } from './jumpcloud.ts';

const EVENTS = '/insights/directory/v1/events';

pullSuite('JumpCloud', {
  source: jumpcloud,
  access: (url) => ({ url, key: 'secret', org: 'org-1' }),
  isAllowed: ({ headers }) => headers['x-api-key'] === 'secret' && headers['x-org-id'] === 'org-1',
  row: (nth, at) => ({
    id: `event-${nth}`, timestamp: isoOf(at), event_type: 'user_login_attempt', service: 'directory', organization: 'org-1', success: true, client_ip: '198.51.100.7',
    initiated_by: { id: 'u-1', type: 'user', username: 'kim' },
  }),
  answer({ method, path, body }, rows) {
    const asked = JSON.parse(body || '{}') as { service?: string[]; start_time?: string; end_time?: string; limit?: number; search_term?: { or?: { event_type?: string[] } }; search_after?: [number, string] };
    if (method !== 'POST' || path !== EVENTS) return undefined;
    if (!asked.service || !asked.start_time || !asked.end_time || asked.limit! > 10_000) return { status: 400 };
    const kinds = asked.search_term?.or?.event_type ?? [];
    const held = rows.filter(({ at, raw }) => kinds.includes((raw as { event_type: string }).event_type) && at >= Date.parse(asked.start_time!) && at < Date.parse(asked.end_time!));
    const { page } = pageOf(held, held.findIndex(({ raw }) => (raw as { id: string }).id === asked.search_after?.[1]) + 1);
    const last = page.at(-1);
    return {
      body: page.map(({ raw }) => raw),
      // Two rows a page stand for a full one.
      headers: { 'x-result-count': String(page.length), 'x-limit': '2', ...(last ? { 'x-search_after': JSON.stringify([last.at, (last.raw as { id: string }).id]) } : {}) },
    };
  },
});

describe('a pull of JumpCloud', () => {
  it.each(['[not JSON', '[1,"a"]'])('ends where the next page cannot be found by %s', async (place) => {
    const stub = await startStub(() => ({ body: [], headers: { 'x-result-count': '1', 'x-limit': '1', 'x-search_after': place } }));
    const http = vendorHttp({ source: 'jumpcloud', now: () => 0, random: () => 0, sleep: async () => {} });
    const io = { access: { url: stub.url, key: 'secret', org: '' }, options: {}, http, since: 0, now: () => 1_000 };

    await expect(Array.fromAsync(jumpcloud.pull!.pages(undefined, io))).rejects.toMatchObject({ code: 'source.odd' });
    await stub.close();
  });
});
