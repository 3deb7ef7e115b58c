import { describe, expect, it } from 'vitest';
import { FAMILY_SAYS } from '../../dashboards/kit/words.ts';
import { FAMILIES } from '../core/family.ts';
import { ACCOUNT_FIELDS, ALERT_FIELDS, alertDocument, alertIndexBody } from './ecs.ts';
import { FAMILY_WORDS, messageOf, oneLine, textOf } from './message.ts';
import { nested } from './nested.ts';
import type { Alert } from './notice.ts';
import type { ReceiverOf } from './receivers.ts';
import { slackBody } from './senders/slack.ts';
import { teamsBody } from './senders/teams.ts';
import { splunkHec } from './senders/splunk-hec.ts';
import { webhook } from './senders/webhook.ts';

const AT = Date.UTC(2026, 10, 16, 12);
const ALERT: Alert = { kind: 'alert', case: 'c-1a2b', reason: 'opened', band: 'act', chance: 0.712, people: 3, families: ['company', 'machine'], fresh: [] };
const WORDING = { company: 'Acme', pages: 'https://farmwatch.acme.example/', acknowledgeWithin: 24 * 3_600_000 };
const message = messageOf({ id: 'c-1a2b~0001', at: AT, about: ALERT }, WORDING);

/** Every text of a value, however deep. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('a message about a case', () => {
  it('tells band, people and families in words, and where to go on', () => {
    expect(message).toMatchObject({
      title: 'Farmwatch: case c-1a2b was opened, band act', link: 'https://farmwatch.acme.example/cases/c-1a2b',
      lines: ['About 3 people. Band act: somebody should decide today.', 'Speaks for it: company it keeps; what runs on the laptop.', 'A finding is a question: rule out innocent reasons first.'],
    });
  });
  it('tells what is new, and that nobody took it', () => {
    const lines = (own: Partial<Alert>) => messageOf({ id: 'x', at: AT, about: { ...ALERT, ...own } }, WORDING).lines;

    expect(lines({ reason: 'new-family', fresh: ['hours'] })).toContain('New since the last message: when it works.');
    expect(lines({ reason: 'open-again' })).toContain('It was withdrawn, because nobody in it was watched any more; what stands now speaks for it again.');
    expect(lines({ reason: 'unacknowledged' })).toContain('Nobody has taken it within 24 hours. This is not repeated.');
  });
  it('keeps the chance for indexes', () => {
    expect([textOf(message), ...[slackBody(message), teamsBody(message), webhook.compose(message, {} as never)].map((shape) => JSON.stringify(shape))].filter((text) => /0\.7|71/.test(text))).toEqual([]);
  });
  it('names families as the pages do', () => {
    expect(FAMILIES.map((family) => FAMILY_WORDS[family])).toEqual(FAMILIES.map((family) => FAMILY_SAYS[family].charAt(0).toLowerCase() + FAMILY_SAYS[family].slice(1)));
  });
  it('has no link where no address of the pages is known', () => {
    const { link } = messageOf({ id: 'x', at: AT, about: ALERT }, { ...WORDING, pages: undefined });

    expect(link).toBe(undefined);
    expect(JSON.stringify([slackBody({ ...message, link }), teamsBody({ ...message, link })])).not.toContain('undefined');
  });
});

describe('the alerts of a day', () => {
  it('stand in one message, a line each', () => {
    const digest = messageOf({ id: 'digest~2026-11-16', at: AT, about: { kind: 'digest', from: AT - 86_400_000, to: AT, alerts: [ALERT, { ...ALERT, reason: 'new-family', fresh: ['hours'] }] } }, WORDING);

    expect(digest.title).toBe('Farmwatch: 1 case in the last day');
    expect(digest.lines).toHaveLength(4);
  });
});

describe('hostile texts', () => {
  const NAMES = ['<!channel> <https://elsewhere.example|sign in> *bold* @here &lt;', '[sign in](https://elsewhere.example) **bold** ![](https://elsewhere.example/x.png)', 'Acme\r\nlevel=error msg="made up"\u2028\u202etxt', '`a` ~b~ <at>everyone</at>'];
  const shown = NAMES.map((company) => ({ ...message, company, title: `Farmwatch ${company}`, lines: [company], link: 'https://farmwatch.acme.example/cases/%3Cx%7C' }));

  it('are no marks in Slack', () => {
    for (const one of shown) {
      const { text, mrkdwn, blocks } = slackBody(one) as { text: string; mrkdwn: boolean; blocks: readonly { text?: { type: string; text: string }; elements?: readonly { type: string }[] }[] };
      const marked = blocks.flatMap((block) => [block.text, ...block.elements ?? []]).filter((part) => part !== undefined && part.type !== 'plain_text');

      expect(mrkdwn).toBe(false);
      expect(text).not.toMatch(/[<>]/);
      expect(marked).toEqual([{ type: 'mrkdwn', text: '<https://farmwatch.acme.example/cases/%3Cx%7C|Open in Farmwatch>', verbatim: true }]);
    }
  });
  it('are no Markdown in Teams', () => {
    for (const one of shown) {
      const { attachments: [{ content }] } = teamsBody(one) as { attachments: [{ content: { body: readonly { type: string; inlines: readonly { type: string }[] }[] } }] };

      expect(new Set(content.body.flatMap(({ type, inlines }) => [type, ...inlines.map((run) => run.type)]))).toEqual(new Set(['RichTextBlock', 'TextRun']));
    }
  });
  it('stay on one line, whatever they hold', () => {
    for (const one of shown) expect(textsIn([slackBody({ ...one, lines: [] }), teamsBody(one)]).filter((text) => /[\u0000-\u001f\u2028\u202e]/.test(text))).toEqual([]);
    expect(oneLine('a\r\nb\u2028c\u202e\u0007d')).toBe('a b c d');
  });
});

describe('an alert as a document', () => {
  const whom = { emails: ['kim@acme.example'], hosts: ['LT-7'] };

  it('names nobody unless accounts are asked for', () => {
    const receiver: ReceiverOf<'splunk-hec'> = { kind: 'splunk-hec', sends: ['alerts'], url: 'https://splunk.acme.example:8088', token: 'env:T', form: 'pseudonym' };
    const plain = splunkHec.compose(message, receiver, whom);
    const named = splunkHec.compose(message, { ...receiver, form: 'accounts', index: 'named' }, whom);

    expect(JSON.stringify(plain)).not.toMatch(/kim|LT-7/);
    expect(named).toMatchObject({ index: 'named', event: { user: { email: ['kim@acme.example'] }, host: { name: ['LT-7'] }, related: { user: ['kim@acme.example'], hosts: ['LT-7'] } } });
  });
  it('has the names of ECS, and what a rule needs', () => {
    expect(nested(alertDocument(message))).toMatchObject({
      '@timestamp': '2026-11-16T12:00:00Z', 'event': { kind: 'alert', module: 'farmwatch', action: 'case-opened', severity: 73, risk_score: 71.2, risk_score_norm: 71.2, url: 'https://farmwatch.acme.example/cases/c-1a2b' },
      'rule': { name: 'Laptop farm case' }, 'farmwatch': { case: { id: 'c-1a2b', band: 'act', people: 3, families: ['company', 'machine'] } },
    });
  });
  it('has no field that the mapping does not know', () => {
    expect(Object.keys(alertDocument(message)).filter((name) => !Object.hasOwn(ALERT_FIELDS, name))).toEqual([]);
    expect(Object.keys(alertDocument(message, whom)).sort()).toEqual([...Object.keys(ALERT_FIELDS), ...Object.keys(ACCOUNT_FIELDS)].sort());
    expect(Object.keys(alertIndexBody('accounts').mappings.properties)).toEqual([...Object.keys(ALERT_FIELDS), ...Object.keys(ACCOUNT_FIELDS)]);
    expect(Object.keys(alertIndexBody('pseudonym').mappings.properties)).toEqual(Object.keys(ALERT_FIELDS));
  });
  it('of a trial is no alert', () => {
    expect(alertDocument(messageOf({ id: 't', at: AT, about: { kind: 'trial' } }, WORDING))).toMatchObject({ 'event.kind': 'event', 'event.action': 'trial' });
  });
});
