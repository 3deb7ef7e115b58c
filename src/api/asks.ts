import { CHECK_FOR } from '../cases/check-kinds.ts';
import type { Finding } from '../detect/detector.ts';
import { outlook } from '../risk/fuse.ts';
import type { Risk } from '../risk/risk.ts';
import type { AskLine, PersonSum } from './contract.ts';
import { SAYS } from './family-cells.ts';
import type { Scene } from './scene.ts';
import { sentence } from './wording.ts';

/** An answer with what it does to the findings; everything else is the same sum anew. */
interface WhatIf { readonly line: AskLine; readonly so: (findings: readonly Finding[]) => readonly Finding[] }

/** Answers that would change the sum by less are not worth anybody's time, and the page leaves them out. */
const WORTH_ASKING = 0.1;

/** What would clear this and what would confirm it: the same sum, with a line gone or a line added; and how many answers it takes. */
export function asksOf(risk: Risk, findings: readonly Finding[], scene: Scene): Pick<PersonSum, 'asks' | 'together'> {
  const asks: WhatIf[] = [];
  const ask = (what: Pick<AskLine, 'toward' | 'ifItTurnsOut' | 'because' | 'check'>, so: WhatIf['so']): void => {
    const { logOdds, band, chance } = outlook(so(findings), scene.fusion);
    asks.push({ line: { ...what, change: logOdds - risk.logOdds, then: { band, chance } }, so });
  };
  for (const part of risk.parts) {
    if (part.kind !== 'finding' || part.adds < SAYS) continue;
    const finding = findings.find(({ id }) => id === part.finding);
    if (!finding) continue;
    const check = CHECK_FOR[finding.family];
    ask({ toward: 'clear', ifItTurnsOut: sentence(finding.clear, scene), because: `its weight in ${finding.family} falls away`, ...(check ? { check } : {}) }, (of) => of.filter(({ id }) => id !== part.finding));
  }
  const checked = (llr: number): WhatIf['so'] => (of) => [...of.filter(({ detector }) => detector !== 'in-person'), {
    id: 'what-if', detector: 'in-person', version: 0, family: 'human', hire_id: risk.hire_id, alongside: [], llr, newest: risk.asOf, key: 'what-if',
    window: { from: risk.asOf, to: risk.asOf }, headline: [], facts: [], innocent: [], clear: [], look: { where: {} },
  }];
  ask({ toward: 'clear', ifItTurnsOut: 'somebody from the company has met this person, with the laptop, at the claimed home or in an office', because: 'a meeting in person counts', check: 'in-person' }, checked(scene.checks.confirmed));
  ask({ toward: 'confirm', ifItTurnsOut: 'on a call to the number that HR has, somebody else answers', because: 'a refuted check counts', check: 'hr-call' }, checked(scene.checks.refuted));
  asks.sort(({ line: a }, { line: b }) => (a.toward === b.toward ? Math.abs(b.change) - Math.abs(a.change) : a.toward === 'clear' ? -1 : 1));
  const together = togetherOf(asks.filter(({ line: { toward, change } }) => toward === 'clear' && change <= -WORTH_ASKING), findings, scene);
  return { asks: asks.map(({ line }) => line), ...(together ? { together } : {}) };
}

/** How many of the first answers, held at once, leave somebody quiet; all of them where even these do not. Nothing where one alone does. */
function togetherOf(clearing: readonly WhatIf[], findings: readonly Finding[], scene: Scene): PersonSum['together'] {
  if (clearing.length < 2 || clearing.some(({ line }) => line.then.band === 'quiet')) return undefined;
  let left = clearing[0]!.so(findings);
  for (const [at, { so }] of clearing.entries()) {
    if (at > 0) left = so(left);
    const { band, chance } = outlook(left, scene.fusion);
    if (band === 'quiet' || at === clearing.length - 1) return { first: at + 1, then: { band, chance } };
  }
  return undefined;
}
