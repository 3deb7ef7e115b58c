import type { App } from '../../app.ts';
import { PLAIN, say } from '../../core/said.ts';
import { isoOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { isUnknown } from '../../risk/blind.ts';
import { chanceText } from '../../risk/chance.ts';
import type { Part } from '../../risk/risk.ts';
import { riskLine, withDark } from '../../run/lines.ts';
import { rowsBehind } from '../../run/look.ts';
import { darkAt } from '../../run/sources-seen.ts';
import type { Run } from '../../run/stored-run.ts';
import { printable, type CommandIo } from '../io.ts';
import { percent, signed } from '../text.ts';

/** The sum about one person, to the last digit, with everything that stands behind each line. */
export async function explain(hire: string, run: Run, app: App, options: { json?: boolean; rows?: boolean }, io: CommandIo): Promise<void> {
  const risk = run.risks.find((one) => one.hire_id === hire);
  if (!risk) throw new FarmwatchError('not.found', { what: `hire ${JSON.stringify(hire)} in scope as of ${isoOf(run.asOf)}`, cure: 'See "farmwatch risk" for who is.' });
  const findings = new Map(run.findings.map((finding) => [finding.id, finding]));
  const dark = await darkAt(app.store, run.asOf);
  if (options.json) {
    io.out(JSON.stringify(withDark(riskLine(risk, findings), dark.map(({ name }) => name))));
    return;
  }
  const write = (line = ''): void => io.out(printable(line));
  write(`${hire}, day ${risk.day}, as of ${isoOf(run.asOf)}: ${isUnknown(risk) ? 'unknown' : risk.band}, chance ${chanceText(risk.chance)} if ${priorOf(risk)} were such a case`);
  write(`(${risk.bandAt.oneIn100} at 1 in 100, ${risk.bandAt.oneIn5000} at 1 in 5,000)`);
  write();
  for (const part of risk.parts) {
    if (part.kind !== 'finding') {
      write(`${String(part.adds).padStart(24)}  ${part.headline}`);
      continue;
    }
    const finding = findings.get(part.finding)!;
    write(`${String(part.adds).padStart(24)}  ${part.family}: ${finding.muted ? '(muted) ' : ''}${say(finding.headline, PLAIN)}`);
    write(`${' '.repeat(26)}weight ${signed(finding.llr)} (${finding.detector} ${finding.version}), now ${signed(part.aged)}${averaged(part)}; without it the sum would be ${signed(part.without)}`);
    for (const fact of finding.facts) write(`${' '.repeat(26)}${fact.label}: ${say(fact.value, PLAIN)}; usual: ${fact.usual}`);
    for (const reason of finding.innocent) write(`${' '.repeat(26)}rule out: ${say(reason, PLAIN)}`);
    write(`${' '.repeat(26)}would clear it: ${say(finding.clear, PLAIN)}`);
    if (options.rows) {
      const behind = await rowsBehind(app.store, app.pipeline.parts.scope, finding, run.asOf, 200);
      write(`${' '.repeat(26)}${behind.total} raw events${behind.total > behind.rows.length ? `, the newest ${behind.rows.length} shown` : ''}`);
      for (const row of behind.rows) write(`${' '.repeat(28)}${isoOf(row['@timestamp'])} ${JSON.stringify(row)}`);
    }
  }
  write(`${String(risk.logOdds).padStart(24)}  sum`);
  write();
  const shares = Object.entries(risk.coverage).map(([action, share]) => `${action} ${percent(share)}`);
  if (risk.blind && risk.blind.length > 0) write(`Nothing to look at for ${risk.blind.join(', ')}: ${isUnknown(risk) ? 'so this sum tells nothing.' : 'their silence is no answer.'}`);
  write(shares.length > 0 ? `Data there, of expected days: ${shares.join(', ')}.` : 'No days with data are expected yet.');
  for (const { name, said } of dark) write(`Dark: ${name}, ${said}`);
}

/** Detectors of one family lean on related facts, so what speaks against somebody counts as their mean. */
function averaged({ family, adds, aged }: Extract<Part, { kind: 'finding' }>): string {
  return aged > 0 && signed(adds) !== signed(aged) ? `, of which ${signed(adds)} counts as the mean of all detectors of ${family}` : '';
}

function priorOf(risk: Run['risks'][number]): string {
  const prior = risk.parts.find((part) => part.kind === 'prior');
  return prior?.headline ?? '';
}
