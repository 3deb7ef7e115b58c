import { isoOf } from '../../../core/time.ts';
import type { ReadRecord } from '../../collector.ts';
import type { FileLine } from '../../lines.ts';
import { shownTime } from '../../shown-time.ts';
import { build } from './parts.ts';
import type { WindowsRecord } from './record.ts';

const STAMP = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d{2}:\d{2}(?:\.\d{1,9})?( [AP]M)?$/i;
const HEAD = /^(LogName|SourceName|EventCode|EventType|Type|ComputerName|TaskCategory|OpCode|RecordNumber|Keywords|User|Sid|SidType)=(.*)$/i;

/** True for an event as Splunk's classic Windows input writes it: a time, `LogName=…`, `EventCode=…`, and the message. */
export function isTextEvent(text: string): boolean {
  return /^EventCode=\d+\s*$/im.test(text) && /^(LogName|ComputerName)=/im.test(text);
}

/** Its head names the record; its data is read from the message. */
export function fromText(text: string): WindowsRecord {
  const head = textEvent(text);
  return build({
    eventId: head['eventcode'], provider: head['sourcename'], channel: head['logname'], computer: head['computername'],
    recordId: head['recordnumber'], time: head['time'], userSid: head['sid'], data: {}, message: head['message'],
  });
}

/** Its head as names and values in lower case; `time` and `message` as those. */
function textEvent(text: string): Readonly<Record<string, string>> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const head: Record<string, string> = {};
  for (const [at, line] of lines.entries()) {
    if (/^Message=/i.test(line)) {
      head['message'] = [line.slice('Message='.length), ...lines.slice(at + 1)].join('\n');
      break;
    }
    const found = HEAD.exec(line);
    if (found) head[found[1]!.toLowerCase()] = found[2]!.trim();
    else if (STAMP.test(line.trim())) head['time'] = bare(line.trim());
  }
  return head;
}

/** Splunk writes the month first whatever the language of the machine: `11/02/2026 09:00:00 AM` as `2026-11-02T09:00:00.000`. */
function bare(time: string): string {
  const at = shownTime(time, 'mdy');
  return typeof at === 'number' ? isoOf(at).replace(/Z$/, '') : time;
}

/** The longest messages have some hundred lines; what goes on beyond is no such text. */
const LONGEST_EVENT_LINES = 5_000;

/** Events of a text, cut where the next time stands. */
export async function* textEvents(file: string, batches: AsyncIterable<readonly FileLine[]>): AsyncGenerator<ReadRecord> {
  let open: { line: number; lines: string[] } | undefined;
  for await (const batch of batches) {
    for (const found of batch) {
      if ('rejected' in found) {
        yield { file, ...found };
        continue;
      }
      if (STAMP.test(found.text.trim()) && open) {
        yield { file, line: open.line, raw: open.lines.join('\n') };
        open = undefined;
      }
      open ??= { line: found.line, lines: [] };
      // Blank lines are not handed over; the message is read without them.
      open.lines.push(found.text);
      if (open.lines.length > LONGEST_EVENT_LINES) {
        yield { file, line: open.line, rejected: `an event of more than ${LONGEST_EVENT_LINES} lines` };
        open = undefined;
      }
    }
  }
  if (open) yield { file, line: open.line, raw: open.lines.join('\n') };
}
