import type { Case } from '../cases/case.ts';
import { compareBytes } from '../core/canonical.ts';
import type { HireId } from '../core/person.ts';
import type { Finding } from '../detect/detector.ts';
import { FarmwatchError } from '../errors.ts';
import type { Allowed, StandingAllowance } from '../run/allowed/allowance.ts';
import type { Hidden } from '../run/allowed/hidden.ts';
import { indexOf } from '../run/run-index.ts';
import type { AllowanceOffer, AllowanceTrialView, AllowedWhat, WaitingAllowance } from './contract.ts';
import type { Scene } from './scene.ts';
import { notesOf } from './waiting.ts';

const LINE = 'farmwatch.net.line';

/** What could be allowed, by the evidence that speaks in a case: its tools, its places, its people as one household. */
export function offersOf(state: Case, scene: Scene): readonly AllowanceOffer[] {
  const findings = speakingIn(state, scene);
  const tools = [...new Set(findings.flatMap(toolsOf))].sort(compareBytes);
  const places = new Map(findings.flatMap((finding) => linesOf(finding).slice(0, 1).map((line): [string, Finding] => [line, finding])));
  const households = new Map(findings.filter(({ detector }) => detector === 'shared-place').map((finding): [string, readonly HireId[]] => {
    const hires = [finding.hire_id, ...finding.alongside].filter((hire) => state.hires.includes(hire)).sort(compareBytes);
    return [hires.join(' '), hires];
  }));
  return [
    ...tools.map((tool): AllowanceOffer => ({ kind: 'permission', tool, says: scene.toolName(tool), scopes: scopesOf(state, scene) })),
    ...[...places].map(([line, finding]): AllowanceOffer => ({ kind: 'place', finding: finding.id, says: scene.things.of('place', `line ${line}`) })),
    ...[...households.values()].filter((hires) => hires.length > 1).map((hires): AllowanceOffer => ({ kind: 'household', people: hires.map((hire) => scene.names.of(hire)), says: people(hires, scene) })),
  ];
}

function scopesOf({ hires }: Case, { names, registry }: Scene): readonly { readonly scope: string; readonly says: string }[] {
  const teams = [...new Set(hires.flatMap((hire) => registry.hires.get(hire)?.team ?? []))].sort(compareBytes);
  return [
    ...hires.map((hire) => ({ scope: `hire:${names.of(hire)}`, says: names.of(hire) })),
    ...teams.map((team) => ({ scope: `team:${team}`, says: `team ${team}` })), { scope: 'all', says: 'everybody' },
  ];
}

const speakingIn = (state: Case, scene: Scene): readonly Finding[] => state.hires.flatMap((hire) => indexOf(scene.run).findingsAbout(hire)).filter(({ llr }) => llr > 0);

function toolsOf({ headline, facts }: Finding): readonly string[] {
  return [headline, ...facts.map(({ value }) => value)].flat().flatMap((piece) => (typeof piece !== 'string' && piece.ref === 'tool' ? [piece.id] : []));
}

/** Lines by which a finding about a shared place names it. */
function linesOf({ detector, look }: Finding): readonly string[] {
  const lines = look.where[LINE];
  return detector === 'shared-place' && Array.isArray(lines) ? lines.map(String) : [];
}

/**
 * What was asked for, with people and places as the store knows them. Only what a case offers can be allowed from its page.
 *
 * @throws FarmwatchError `request.invalid`
 */
export function allowedOf(what: AllowedWhat, state: Case, scene: Scene): Allowed {
  const refuse = (why: string): never => { throw new FarmwatchError('request.invalid', { why }); };
  const offers = offersOf(state, scene);
  switch (what.kind) {
    case 'permission': {
      const offer = offers.find((one) => one.kind === 'permission' && one.tool === what.tool);
      if (offer?.kind !== 'permission' || !offer.scopes.some(({ scope }) => scope === what.scope)) return refuse('This tool, or these people, are not in the evidence of this case. Use “farmwatch allowed add”.');
      const name = what.scope.startsWith('hire:') ? what.scope.slice(5) : undefined;
      return { kind: 'permission', tool: what.tool, scope: name === undefined ? what.scope : `hire:${scene.names.hireOf(name)}` };
    }
    case 'place': {
      const finding = speakingIn(state, scene).find(({ id }) => id === what.finding);
      const lines = finding ? linesOf(finding) : [];
      return lines.length === 0 ? refuse('This case names no such line any more. Read it again.') : { kind: 'place', name: what.name, placeKind: what.placeKind, lines };
    }
    case 'household': {
      const offer = offers.find((one) => one.kind === 'household' && one.people.length === what.people.length && one.people.every((name) => what.people.includes(name)));
      if (!offer) return refuse('These people do not stand together in this case any more. Read it again.');
      const hires = what.people.flatMap((name) => scene.names.hireOf(name) ?? []).sort(compareBytes);
      const declared = hires.find((hire) => scene.registry.hires.get(hire)?.household !== undefined);
      return declared === undefined ? { kind: 'household', hires } : refuse(`${scene.names.of(declared)} has a household on record already. Change it in people.csv.`);
    }
  }
}

/** “AnyDesk for Heron-417”. */
function allowedSays(what: Allowed, scene: Scene): string {
  switch (what.kind) {
    case 'permission': return `${scene.toolName(what.tool)} for ${what.scope === 'all' ? 'everybody' : what.scope.startsWith('hire:') ? scene.names.of(what.scope.slice(5)) : `team ${what.scope.slice(5)}`}`;
    case 'place': return `${scene.things.of('place', `line ${what.lines[0] ?? ''}`)} as a place that the company knows: ${what.name}`;
    case 'household': return `${people(what.hires, scene)} as one household`;
  }
}

export function trialView({ findings, people: about, bands, cases, laptops }: Hidden, what: Allowed, state: Pick<Case, 'hires'>, scene: Scene): AllowanceTrialView {
  return {
    asOf: scene.run.asOf, says: allowedSays(what, scene), findings: findings.length, people: about.map((hire) => scene.names.of(hire)), others: about.filter((hire) => !state.hires.includes(hire)).length,
    bands: bands.map(({ hire, withRow, without }) => ({ name: scene.names.of(hire), withIt: withRow, without })), cases: cases.map(({ id }) => id), laptops: laptops.length,
  };
}

export function waitingAllowance(asked: StandingAllowance, user: string, scene: Scene): WaitingAllowance {
  const { id, at, by, allowance: { what, until, owner, reason } } = asked;
  return { id, at, by, case: asked.case, says: allowedSays(what, scene), until, owner, reason, notes: notesOf(asked.held), ...(by === user ? { refused: OWN } : {}) };
}

/** One person alone hides nothing. */
export const OWN = 'You asked for it yourself. Somebody else has to confirm it.';

function people(hires: readonly HireId[], { names }: Scene): string {
  const all = hires.map((hire) => names.of(hire));
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
