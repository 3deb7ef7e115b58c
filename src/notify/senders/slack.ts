import { oneLine, type Message } from '../message.ts';
import { post } from './post.ts';
import type { Sender } from './sender.ts';

/** An incoming webhook of Slack, or of anything that understands its shape. */
export const slack: Sender<'slack'> = {
  kind: 'slack', told: false,
  compose: (message) => slackBody(message),
  async send(message, { url }, { secret }) {
    const to = secret(url);
    return post({ url: to, body: JSON.stringify(slackBody(message)), secrets: [to, URL.parse(to)?.pathname ?? ''] });
  },
};

/** Slack takes 150 characters in a header, and 3,000 in a text. */
const [LONGEST_HEADER, LONGEST_TEXT] = [150, 3_000];

/** Texts are of the kind that knows no marks; only the link, which is ours, is one. */
export function slackBody({ title, lines, link, company }: Message): object {
  const plain = (text: string): object => ({ type: 'plain_text', text, emoji: false });
  return {
    // What a notification shows: mentions and links of others are taken apart.
    text: escaped(oneLine(title)), mrkdwn: false, unfurl_links: false, unfurl_media: false,
    blocks: [
      { type: 'header', text: plain(oneLine(title, LONGEST_HEADER)) },
      ...(lines.length === 0 ? [] : [{ type: 'section', text: plain(lines.map((line) => oneLine(line, 600)).join('\n').slice(0, LONGEST_TEXT)) }]),
      { type: 'context', elements: [plain(oneLine(`Company: ${company}`))] },
      ...(link === undefined ? [] : [{ type: 'section', text: { type: 'mrkdwn', text: `<${escaped(link).replaceAll('|', '%7C')}|Open in Farmwatch>`, verbatim: true } }]),
    ],
  };
}

/** @see https://api.slack.com/reference/surfaces/formatting, "Escaping text" */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
