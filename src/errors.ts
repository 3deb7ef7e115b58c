/**
 * The catalogue of failures. Every message says what happened and what to do next.
 * `exit` is the exit code of the command line (1 failed, 2 wrong use), `status` the HTTP status.
 */
const ERRORS = {
  'file.missing': { exit: 1, status: 400, say: (d) => `${d['file']}: there is no such file. ${/[*?]/.test(String(d['file'])) ? 'Patterns such as *.json are no names here: name each file, or the folder that records are exported into.' : 'Check the path.'}` },
  'file.unreadable': { exit: 1, status: 400, say: (d) => `${d['file']}: ${d['why']}. ${d['cure'] ?? 'Write the file again and repeat the command; what was read before it is kept.'}` },
  'file.unwritable': { exit: 1, status: 500, say: (d) => `${d['file']}: ${d['why']}. ${d['cure']}` },
  'file.columns': { exit: 1, status: 400, say: (d) => `${d['file']}: ${d['why']}. ${d['cure']}` },
  'file.kind': { exit: 1, status: 400, say: (d) => `${d['file']}: cannot tell what kind of file this is (${d['why']}). ${d['cure'] ?? 'Name it: --people, --devices, --accounts, --places, --travel, --allowed, --applications, --institutions, --indicators or --events.'}` },
  'instant.to-come': { exit: 2, status: 400, say: (d) => `${d['what']} is still to come: it is ${d['now']} by the clock here. Nothing is known of it yet, so nothing can be judged as of then. Name an instant up to now, or set the clock right if it is wrong.` },
  'usage': { exit: 2, status: 400, say: (d) => `${d['why']}` },
  'config.invalid': { exit: 2, status: 500, say: (d) => `${d['file']}: ${d['why']}` },
  'store.away': { exit: 1, status: 503, say: (d) => `The store ${d['store']} does not answer: ${d['why']}. What was acknowledged is kept; repeat the command when it is back.` },
  'store.refused': { exit: 1, status: 502, say: (d) => `The store ${d['store']} refused: ${d['why']}. ${d['cure'] ?? 'Check the account and its role (src/store/elastic/roles.yml).'}` },
  'store.newer': { exit: 1, status: 500, say: (d) => `The store ${d['store']} was written by a newer Farmwatch (schema ${d['found']}, this one knows ${d['known']}). Install that version or a later one; nothing was changed.` },
  'store.older': { exit: 1, status: 500, say: (d) => `The store ${d['store']} has schema ${d['found']}, this Farmwatch wants ${d['known']}. Run "farmwatch migrate --store ${d['store']}" (it makes a backup first).` },
  'store.locked': { exit: 1, status: 500, say: (d) => `The store ${d['store']} is held by another process (${d['why']}). Stop it, or let the command go through a running "farmwatch serve".` },
  'store.full': { exit: 1, status: 507, say: (d) => `No room left for the store ${d['store']}: ${d['why']}. Free some space and repeat the command; what was acknowledged is kept.` },
  'store.damaged': { exit: 1, status: 500, say: (d) => `The store ${d['store']} cannot be read: ${d['why']}. Restore the latest backup with "farmwatch restore".` },
  'store.sealed': { exit: 1, status: 500, say: (d) => `The store ${d['store']} cannot be opened: ${d['why']}. ${d['cure']} Nothing was written.` },
  'source.away': { exit: 1, status: 502, say: (d) => `${d['source']}: no records could be fetched (${d['why']}).${d['cure'] ? ` ${d['cure']}` : ''} What came before is kept; the next pull goes on from there.` },
  'source.refused': { exit: 1, status: 502, say: (d) => `${d['source']} refused: ${d['why']}. ${d['cure']}` },
  'source.odd': { exit: 1, status: 502, say: (d) => `${d['source']} answers in a way nobody expected: ${d['why']}. Nothing of it was taken.` },
  'sources.failed': { exit: 1, status: 502, say: (d) => `${String(d['first']).replace(/[^.?!]$/, '$&.')} And ${d['more']} more failed: "farmwatch collect" says why.` },
  'collect.failed': { exit: 1, status: 502, say: (d) => `${(d['failed'] as readonly string[]).length} of ${d['of']} failed: ${(d['failed'] as readonly string[]).join(', ')}. The reasons stand above; what came from the others is kept.` },
  'notify.failed': { exit: 1, status: 502, say: (d) => `${d['receiver']} did not take the message: ${d['why']}. Check notify.receivers.${d['receiver']} of the configuration and the receiver itself.` },
  'share.failed': { exit: 1, status: 502, say: (d) => `${d['to']} did not take the bundle: ${d['why']}. Check sharing.taxii.${d['to']} of the configuration. Sending it again changes nothing that it has.` },
  'spool.held': { exit: 1, status: 500, say: (d) => `${d['folder']}, where what was sent waits for the store, is used by another Farmwatch: one at a time. Stop that one, or start this server with --no-jobs.` },
  'intake.refused': { exit: 1, status: 401, say: () => 'Not accepted.' },
  'intake.full': { exit: 1, status: 429, say: () => 'There is no room for more just now. Send it again later.' },
  'intake.early': { exit: 1, status: 503, say: () => 'Nothing is taken in yet: whoever runs this server has something to record first. Send it again later.' },
  'intake.large': { exit: 1, status: 413, say: (d) => `That is too much at once; ${d['most']} MB${d['as'] === 'sent' ? '' : ', unpacked,'} is the most.` },
  'intake.many': { exit: 1, status: 413, say: (d) => `Those are too many records at once; ${Number(d['most']).toLocaleString('en-US')} is the most. Send them in several requests.` },
  'data.unproven': { exit: 1, status: 400, say: (d) => `${d['file']}: ${d['why']}. Nothing was changed.` },
  'data.refused': { exit: 1, status: 400, say: (d) => `${d['file']} is refused: ${d['why']}. Nothing was changed.` },
  'audit.full': { exit: 1, status: 507, say: (d) => `Nothing was shown and nothing done: the audit is told first who looks or acts, and the disk of the store ${d['store']} has no room for that (${d['why']}). Free some space there and repeat the command.` },
  'audit.broken': { exit: 1, status: 500, say: (d) => `The audit does not fit from entry ${d['n']} on: ${d['why']}. Keep a copy of the store as it is, and find out who could write to it.` },
  'export.unapproved': { exit: 1, status: 409, say: (d) => `Nobody has approved that ${d['what']} of case ${d['id']} leaves the company. Ask for it on the page of the case or with "farmwatch export ask"; HR and legal approve it on the page Approvals.` },
  'export.changed': { exit: 1, status: 409, say: (d) => `What was asked for of case ${d['id']} cannot be made again as it was: the case or what stands behind it changed. Ask for it again.` },
  'record.stale': { exit: 1, status: 409, say: (d) => `Someone else changed ${d['id']} first; read it again and retry.` },
  'job.failed': { exit: 1, status: 500, say: (d) => `Failed: ${d['jobs']}. The reason stands above; the next run comes all the same.` },
  'weights.dishonest': { exit: 1, status: 500, say: (d) => `Weights say more than they may: ${d['why']}. Look at who these people are before changing a setting.` },
  'not.found': { exit: 1, status: 404, say: (d) => `There is no ${d['what']}${d['cure'] ? `. ${d['cure']}` : '.'}` },
  'sign-in.needed': { exit: 1, status: 401, say: () => 'Please sign in first.' },
  'sign-in.failed': { exit: 1, status: 401, say: (d) => `${d['why'] ?? 'The name or the password is not right.'}` },
  'sign-in.reason': { exit: 1, status: 401, say: (d) => `${d['why']}` },
  'sign-in.code': { exit: 1, status: 428, say: () => 'Now the code of your authenticator, or a recovery code.' },
  'sign-in.owes': { exit: 1, status: 403, say: (d) => `${d['why']}` },
  'sign-in.anew': { exit: 1, status: 403, say: () => 'You signed in more than ten minutes ago. Show first that it is you.' },
  'sign-in.slow': { exit: 1, status: 429, say: (d) => `Too many tries. Wait ${d['seconds']} s, and try again.` },
  'forbidden': { exit: 1, status: 403, say: (d) => `Your role "${d['role']}" may not ${d['what']}.` },
  'duties.missing': { exit: 1, status: 409, say: (d) => `Real people are not watched before it is recorded ${d['lacks']}. Record it: ${d['how']}. "farmwatch notice" writes a notice to start from.` },
  'page.outdated': { exit: 1, status: 400, say: () => 'The page is out of date. Load it again.' },
  'request.invalid': { exit: 2, status: 400, say: (d) => `${d['why']}` },
} as const satisfies Record<string, { exit: number; status: number; say: (details: Record<string, unknown>) => string }>;

export type ErrorCode = keyof typeof ERRORS;

/** The one class of failure. Its message is fit to be shown; details and cause are for the log. */
export class FarmwatchError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, details: Readonly<Record<string, unknown>> = {}, options?: { cause?: unknown }) {
    super(ERRORS[code].say(details), options);
    this.name = 'FarmwatchError';
    this.code = code;
    this.details = details;
  }

  get exitCode(): number { return ERRORS[this.code].exit; }
  get status(): number { return ERRORS[this.code].status; }
}

/** True where somebody else changed a row first: what was read of it does not stand any more. */
export function isStale(error: unknown): boolean {
  return error instanceof FarmwatchError && error.code === 'record.stale';
}

/** The message of anything thrown, without a stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
