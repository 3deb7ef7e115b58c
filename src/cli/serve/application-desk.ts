import { oncePerKind } from '../../../detectors/application/application.ts';
import { detailsOf } from '../../../detectors/application/details.ts';
import { groupsOf } from '../../../detectors/application/groups.ts';
import { KINDS, type DetailKind } from '../../../detectors/application/kinds.ts';
import { detailsWeight } from '../../../detectors/application/weigh.ts';
import type { ApplicationDesk } from '../../api/applications.ts';
import type { App } from '../../app.ts';
import type { Registry } from '../../detect/people/registry.ts';
import type { Trait } from '../../detect/people/traits.ts';
import { applicationSettings } from '../look/screen.ts';

const DETAIL: Readonly<Record<Trait, DetailKind>> = { phone: 'sharedPhone', profile: 'sharedProfile', portfolio: 'sharedPortfolio', reference: 'sharedReference', resume: 'sharedResume' };
/** Where somebody applied from is a matter of networks, and what others reported may be: neither is for HR. */
const NOT_FOR_HR: ReadonlySet<DetailKind> = new Set(['otherCountry', 'farFromHome', 'received']);

/** Applications as the detector of them sees them, with the settings in force. */
export function applicationDesk(app: Pick<App, 'pipeline'>): ApplicationDesk {
  /** Found once for as long as one registry is shown. */
  let held: { readonly registry: Registry; readonly groups: ReturnType<ApplicationDesk['groups']> } | undefined;
  const read = async (registry: Registry): Promise<Awaited<ReturnType<ApplicationDesk['groups']>>> =>
    groupsOf(registry, await applicationSettings(app, registry.asOf)).map(({ trait, people, applications }) => ({ trait, people, applications, ruleOut: KINDS[DETAIL[trait]].ruleOut }));
  return {
    groups(registry) {
      if (held?.registry !== registry) held = { registry, groups: read(registry) };
      return held.groups;
    },
    async details(row, registry) {
      const settings = await applicationSettings(app, registry.asOf);
      const details = oncePerKind(detailsOf(registry, [row], settings)(row)).filter(({ kind }) => !NOT_FOR_HR.has(kind));
      const sum = details.reduce((total, { adds }) => total + adds, 0);
      const held = detailsWeight(details.map(({ adds }) => adds), settings.most);
      return {
        details: details.map(({ kind, adds, says }) => ({ label: KINDS[kind].label, says, adds, usual: KINDS[kind].usual, ruleOut: KINDS[kind].ruleOut, clear: KINDS[kind].clear })),
        limit: held - sum, sum: held, most: settings.most,
      };
    },
  };
}
