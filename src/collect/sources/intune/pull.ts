import { DAY, isoOf, type Instant } from '../../../core/time.ts';
import { textIn } from '../../pull/answers.ts';
import { isGone } from '../../pull/http.ts';
import { GRAPH_ACCESS, graphClient, graphPages } from '../../pull/microsoft.ts';
import { definePull, type Cursor } from '../../pull/pull.ts';

/** The members that are read; hardware addresses and phone numbers are left there. */
const FIELDS = 'id,deviceName,enrolledDateTime,lastSyncDateTime,operatingSystem,osVersion,serialNumber,azureADDeviceId,userId,userPrincipalName,emailAddress';
const DEVICES = 'deviceManagement/managedDevices';
/** Devices whose applications are held before they are stored, and asked for again after a failure. */
const PAGE = 50;

/**
 * All managed devices each time: Graph has no query for what changed, and a contact that is known adds nothing. Once a
 * day, where that is wished for, each laptop is asked for its applications, in the order of their ids: a round that breaks
 * off goes on after the last one.
 */
export const pull = definePull({
  access: {
    ...GRAPH_ACCESS,
    apps: {
      doc: '`daily` asks each laptop once a day for its installed applications as well, through the beta interface of Graph', is: 'no',
      problem: (text) => (text === 'no' || text === 'daily' ? undefined : 'takes no or daily'),
    },
  },
  needs: 'An app registration with the application permission DeviceManagementManagedDevices.Read.All, admin consent given, and an Intune licence.',
  async* pages(from, io) {
    const graph = graphClient(io);
    let cursor: Cursor = from ?? {};
    const laptops: string[] = [];
    for await (const records of graphPages(graph, 'intune', `v1.0/${DEVICES}`, { $select: FIELDS })) {
      laptops.push(...records.filter(isLaptop).map((device) => textIn(device, 'id')).filter((id) => id !== undefined));
      yield { records, cursor };
    }
    if (io.access.apps !== 'daily' || !isDue(cursor, io.now())) return;
    const { round = isoOf(io.now()), after = '' } = cursor as { readonly round?: string; readonly after?: string };
    const left = laptops.filter((id) => id > after).toSorted();
    for (let at = 0; at < left.length; at += PAGE) {
      const ids = left.slice(at, at + PAGE);
      const records: unknown[] = [];
      const gone: unknown[] = [];
      for (const id of ids) {
        try {
          records.push((await graph.send({ url: `beta/${DEVICES}/${encodeURIComponent(id)}`, query: { $select: FIELDS, $expand: 'detectedApps' } })).json());
        } catch (error) {
          // Retired since the list was made.
          if (!isGone(error)) throw error;
          gone.push(error);
        }
      }
      // Where none of several is there it is the interface that changed.
      if (gone.length > 1 && records.length === 0) throw gone[0];
      cursor = { ...cursor, round, after: ids.at(-1)! };
      yield { records, cursor };
    }
    yield { records: [], cursor: { apps: round } };
  },
});

function isLaptop(device: unknown): boolean {
  return !/^(android|ios|ipados)/i.test(textIn(device, 'operatingSystem') ?? '');
}

/** True where applications were asked for a day ago, or never. */
function isDue({ apps }: Cursor, now: Instant): boolean {
  return typeof apps !== 'string' || !(now - Date.parse(apps) < DAY);
}
