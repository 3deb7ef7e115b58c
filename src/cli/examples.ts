import type { Command } from 'commander';

/** A line or two that somebody may type as they stand, for each command. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  '': ['farmwatch import people.csv devices.csv events.ndjson.gz', 'farmwatch detect', 'farmwatch risk'],
  demo: ['farmwatch demo --port 8421'],
  serve: ['farmwatch user add kim --role admin', 'farmwatch serve --store farmwatch-data'],
  import: ['farmwatch import people.csv events.ndjson.gz --dry-run', "farmwatch import --people staff.xlsx --map 'Work Email=email'"],
  collect: ['farmwatch collect entra-id --from-file signins.json', 'farmwatch collect globalprotect --from-file logs/ --set zone=America/Chicago'],
  detect: ['farmwatch detect', 'farmwatch detect --as-of 2026-11-02'],
  replay: ['farmwatch replay --from 2026-10-01 --to 2026-11-16 --every 24h'],
  findings: ['farmwatch findings --json'],
  risk: ['farmwatch risk', 'farmwatch risk --as-of 2026-11-02 --json'],
  cases: ['farmwatch cases'],
  devices: ['farmwatch devices'],
  explain: ['farmwatch explain h-17 --rows'],
  'check-shipments': ['farmwatch check-shipments orders.csv --forwarders forwarders.csv'],
  screen: ['farmwatch screen A-1042', 'farmwatch screen A-1042 --json'],
  search: ['farmwatch search kim@example.org', 'farmwatch search 192.0.2.0/24 --json', "echo '+1 415 555 0100' | farmwatch search -", 'farmwatch search --indicators'],
  sweep: ["farmwatch sweep --hired-since 2026-01-01 --purpose 'A peer reported a farm in our region; counsel agreed on 16 November' --until 2026-12-31"],
  data: ['farmwatch data list', 'farmwatch data update catalogues-2026-12-01.json --dry-run'],
  'data list': ['farmwatch data list', 'farmwatch data list --as-of 2026-11-02 --json'],
  'data update': ['farmwatch data update catalogues-2026-12-01.json --dry-run      (with catalogues-2026-12-01.json.sha256 beside it)'],
  'data changes': ['farmwatch data changes', 'farmwatch data changes --since 2026-11-22'],
  'data add': ['farmwatch data add networks our-ranges.csv --dry-run', 'farmwatch data add tools our-tools.json --by kim'],
  'data remove': ['farmwatch data remove tools our-helpdesk'],
  evaluate: ['farmwatch evaluate', 'farmwatch evaluate zones streams.ndjson'],
  'evaluate cases': ['farmwatch evaluate cases --out EVALUATION.md', 'farmwatch evaluate cases --seeds tune-1 --people 40 --days 30 --farms 3 --owned-seeds 0      (a quick look)'],
  'evaluate places': ['farmwatch evaluate places --seeds 1,2 --people 200'],
  'evaluate weights': ['farmwatch evaluate weights', 'farmwatch evaluate weights --seeds 2 --people 500 --farm-people 100 --ever-people 0      (a quick look)'],
  'evaluate zones': ['farmwatch evaluate zones streams.ndjson      (lines like {"id":"kim","t":[1793606400,1793610000]})'],
  simulate: ['farmwatch simulate --people 100 --days 60 --farms 3,5 --out company', 'farmwatch import company/people.csv company/devices.csv company/events.ndjson.gz'],
  doctor: ['farmwatch doctor'],
  config: ['farmwatch config check --config farmwatch.json'],
  'config check': ['farmwatch config check --config farmwatch.json'],
  'config schema': ['farmwatch config schema > farmwatch.schema.json'],
  token: ["echo '+1 415 555 0100' | farmwatch token phone"],
  backup: ['farmwatch backup backup-2026-11-16'],
  migrate: ['farmwatch migrate --store farmwatch-data'],
  restore: ['farmwatch restore backup-2026-11-16 --store farmwatch-data'],
  user: ['farmwatch user add kim --role analyst'],
  'user add': ['farmwatch user add kim --role analyst', 'farmwatch user add kim --role analyst --password-stdin < password.txt'],
  'user list': ['farmwatch user list'],
  'user remove': ['farmwatch user remove kim'],
};

/** Puts examples below the help of every command that has some. */
export function addExamples(command: Command, path = ''): void {
  const lines = EXAMPLES[path];
  if (lines) command.addHelpText('after', `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}`);
  for (const sub of command.commands) addExamples(sub, path === '' ? sub.name() : `${path} ${sub.name()}`);
}
