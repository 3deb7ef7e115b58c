import { describe, expect, it } from 'vitest';
import { anEvent } from '../../test/support/builders.ts';
import { applicationRow, applicationView } from './applications.ts';
import { redacted, rowSaid } from './redact.ts';
import { headline, sentence, type Lexicon } from './wording.ts';

/** A name that reads "exe.slip" backwards on a page, and one that acts on a terminal. */
const [TURNED, ACTING] = ['pay\u202eexe.slip', 'a\u001b[2Jb'];
const SHOWN = ['pay\\u202eexe.slip', 'a\\u001b[2Jb'];
const LEXICON: Lexicon = { names: { of: (id: string) => id } as never, things: { of: (_: string, id: string) => id } as never, toolName: () => TURNED };

describe('marks that hide or turn words, in what laptops, vendors and applicants wrote', () => {
  it('are shown in sentences, and not obeyed', () => {
    expect([sentence([`Ran ${TURNED} and `, { ref: 'tool', id: 'x' }], LEXICON), headline([ACTING], LEXICON)]).toEqual([`Ran ${SHOWN[0]} and ${SHOWN[0]}`, `A${SHOWN[1]!.slice(1)}`]);
  });
  it('are shown in raw rows', () => {
    const event = anEvent({ 'process.name': TURNED, 'package.name': ACTING, 'farmwatch.usb.classes': [TURNED] });

    expect(redacted(event, 'analyst')).toMatchObject({ 'process.name': SHOWN[0], 'package.name': SHOWN[1], 'farmwatch.usb.classes': [SHOWN[0]] });
    expect(rowSaid(event)).toContain(`${SHOWN[0]} · ${SHOWN[1]}`);
  });
  it('are shown of applications', () => {
    const row = { application_id: TURNED, role_applied: ACTING } as never;

    expect(applicationRow(row).role).toBe(SHOWN[1]);
    expect(applicationView(row, { details: [], limit: 0, sum: 0, most: 0 } as never, [])).toMatchObject({ reference: SHOWN[0], role: SHOWN[1] });
  });
});
