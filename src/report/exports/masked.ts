import type { Case } from '../../cases/case.ts';
import { replaceWord } from '../../core/long-names.ts';
import { PLAIN, say, type Said } from '../../core/said.ts';
import type { HireId, Serial } from '../../core/person.ts';
import type { Finding, Hire } from '../../detect/detector.ts';

/** Stands for whoever is not in the case. */
const COLLEAGUE = 'a colleague';
const LAPTOP = 'another laptop';

/** Whom and what a case may name. */
export interface Named {
  hire(id: HireId): boolean;
  laptop(serial: Serial): boolean;
}

/** A finding that names nobody who is not in the case. What it weighs, and what the sum is made of, stays to the last digit. */
export function maskedFinding(finding: Finding, named: Named): Finding {
  const said = (text: Said): Said => text.map((piece) => {
    if (typeof piece === 'string') return piece;
    if (piece.ref === 'hire') return named.hire(piece.id) ? piece : COLLEAGUE;
    return piece.ref !== 'laptop' || named.laptop(piece.id) ? piece : LAPTOP;
  });
  return {
    ...finding, key: withoutOthers(finding.key, finding, named), alongside: finding.alongside.map((hire) => (named.hire(hire) ? hire : COLLEAGUE)), headline: said(finding.headline), innocent: finding.innocent.map(said), clear: said(finding.clear),
    facts: finding.facts.map((fact) => ({ ...fact, value: said(fact.value) })),
  };
}

/** The case with a headline that names nobody else. It is text, made of headlines of findings. @param findings as they were found */
export function maskedCase(state: Case, findings: readonly Finding[], named: Named): Case {
  const sentences = findings.map((finding) => [say(finding.headline, PLAIN), say(maskedFinding(finding, named).headline, PLAIN)] as const);
  const told = sentences.reduce((text, [plain, masked]) => (plain === '' ? text : text.replaceAll(plain, masked)), state.headline);
  // A sentence of an earlier run may be left: then by word.
  return { ...state, headline: findings.reduce((text, finding) => withoutOthers(text, finding, named), told) };
}

/** Text without the ids of those alongside a finding who are not in the case; an id in it stands by itself. */
function withoutOthers(text: string, { alongside }: Finding, named: Named): string {
  return alongside.filter((hire) => !named.hire(hire)).reduce((left, hire) => replaceWord(left, hire, COLLEAGUE), text);
}

/** A row of people without whoever is not in the case: the manager, and by whom they were recommended. */
export function maskedHire({ manager_email: _manager, referred_by: referrer, ...rest }: Hire, named: Named): Hire {
  return { ...rest, ...(referrer === undefined ? {} : { referred_by: named.hire(referrer) ? referrer : COLLEAGUE }) };
}
