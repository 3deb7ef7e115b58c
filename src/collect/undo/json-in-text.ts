import { parseJson } from '../json.ts';

/** What stands before the record of a syslog line: a priority or a time, then host and program. */
const SYSLOG_HEADER = /^(?:<\d{1,3}>|[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d\b|\d{4}-\d\d-\d\d[T ]\d\d:\d\d)[^{]{0,300}$/;

/** The value of JSON text, alone or behind the header of a syslog line; undefined for any other text. */
export function jsonInside(text: string): unknown {
  const start = text.trimStart()[0];
  if (start === '{' || start === '[' || start === '"') return parsed(text) ?? linesInside(text);
  const at = text.indexOf('{');
  return at > 0 && text.trimEnd().endsWith('}') && SYSLOG_HEADER.test(text.slice(0, at)) ? parsed(text.slice(at)) : undefined;
}

/** Several records in one text, one a line, as senders in batches and forwarders that join lines leave them. */
function linesInside(text: string): readonly unknown[] | undefined {
  const found: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const one = line.trimStart().startsWith('{') ? parsed(line) : undefined;
    if (one === undefined) return undefined;
    found.push(one);
  }
  return found.length > 1 ? found : undefined;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
