import { DAY, HOUR, isoOf } from '../../../core/time.ts';
import { GRAPH_ACCESS, graphClient, graphPages } from '../../pull/microsoft.ts';
import { definePull } from '../../pull/pull.ts';
import { oneByOne, pagesByWindow } from '../../pull/windows.ts';

/** Rows appear up to an hour after the sign-in, and not in order; a long gap is closed day by day. */
const WINDOW = { overlap: HOUR, span: DAY };
const LISTS = [
  { name: 'signIns', url: 'v1.0/auditLogs/signIns', time: 'createdDateTime' },
  { name: 'directoryAudits', url: 'v1.0/auditLogs/directoryAudits', time: 'activityDateTime' },
] as const;
const PAGE = 999;

/** Interactive sign-ins and the audit log, each by closed stretches of time with an overlap for late rows. */
export const pull = definePull({
  access: GRAPH_ACCESS,
  needs: 'An app registration with the application permission AuditLog.Read.All, admin consent given, in a directory with Entra ID P1.',
  pages(from, io) {
    const graph = graphClient(io);
    return oneByOne(from, LISTS.map(({ name, url, time }) => (cursor) => pagesByWindow(cursor, io, { ...WINDOW, name }, (window) => {
      const query = { $filter: `${time} ge ${isoOf(window.from)} and ${time} lt ${isoOf(window.to)}`, $orderby: time, $top: PAGE };
      return graphPages(graph, 'entra-id', url, query);
    })));
  },
});
