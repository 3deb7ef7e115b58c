/**
 * `npm run leaks`: what every role is told under every route, with requests made from the description of the API. `-- --help` says more.
 */
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { oasisProgram } from '../support/oasis.ts';
import { servedCompany } from './company.ts';
import { countsText, faultsText, fieldsText, routesText } from './table.ts';
import { walk } from './walk.ts';

const HELP = `npm run leaks [-- --examples 40 --seed 7 --phases examples,coverage,fuzzing]

Starts the server over a simulated company, lets schemathesis ask every route as every role and as nobody, and looks in
every answer for what names or places somebody. Prints three tables: counts by role, field by role, route by role.
The same seed asks the same.`;

const { values } = parseArgs({ options: { examples: { type: 'string', default: '40' }, seed: { type: 'string', default: '7' }, phases: { type: 'string', default: 'examples,coverage,fuzzing' }, help: { type: 'boolean', default: false } } });
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const program = oasisProgram('schemathesis');
if ('skipped' in program) process.exit(1);
const begun = Date.now();
const company = await servedCompany();
try {
  const found = await walk(company, { program: program.path, examples: Number(values.examples), seed: Number(values.seed), phases: values.phases.split(','), say: (line) => console.error(line) });
  const faults = faultsText(found);
  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.version}, ${values.examples} examples a route and role, phases ${values.phases}, seed ${values.seed}, ${Math.round((Date.now() - begun) / 1000)} s; simulated data\n`);
  console.log([countsText(found), fieldsText(found), routesText(found)].join('\n\n'));
  console.log(faults === '' ? '\n0 leaks, 0 server errors.' : `\n${faults}`);
  if (faults !== '') process.exitCode = 1;
} finally {
  await company.stop();
}
