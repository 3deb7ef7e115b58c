import { oneLine, type Message } from '../message.ts';
import { post } from './post.ts';
import type { Sender } from './sender.ts';

/** A workflow of Teams that waits for a webhook and posts the Adaptive Card in it. */
export const teams: Sender<'teams'> = {
  kind: 'teams', told: false,
  compose: (message) => teamsBody(message),
  async send(message, { url }, { secret }) {
    const to = secret(url);
    const { pathname = '', search = '' } = URL.parse(to) ?? {};
    return post({ url: to, body: JSON.stringify(teamsBody(message)), secrets: [to, pathname, search] });
  },
};

/** A TextBlock reads Markdown, the runs of a RichTextBlock do not: so everything is a run. */
export function teamsBody({ title, lines, link, company }: Message): object {
  const paragraph = (text: string, looks: object = {}): object => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: oneLine(text, 2_000), ...looks }] });
  return {
    type: 'message',
    attachments: [{
      contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard', version: '1.4',
        body: [paragraph(title, { weight: 'Bolder', size: 'Medium' }), ...lines.map((line) => paragraph(line)), paragraph(`Company: ${company}`, { isSubtle: true })],
        ...(link === undefined ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Open in Farmwatch', url: link }] }),
      },
    }],
  };
}
