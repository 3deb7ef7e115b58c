import { commandText } from './names.ts';

/** One program that a command line starts, with all that stands from there on. */
export interface Command {
  /** In the form of {@link commandText}, with its folder. */
  readonly program: string;
  /** Begins with the program and ends with a blank. */
  readonly text: string;
}

/** What starts the program that is named after it. */
const STARTERS: ReadonlySet<string> = new Set(['sudo', 'doas', 'nohup', 'setsid', 'exec', 'env', 'time', 'nice', 'call', 'start', 'start-process', 'runas', 'iex', 'invoke-expression', '.']);
/** What takes a whole command line as text, after an option. */
const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'zsh', 'dash', 'fish', 'ksh', 'su', 'cmd', 'powershell', 'pwsh']);
const TAKES_COMMAND = /^(-[a-z]*c|\/[ckrs]|-command|-commandwithargs)$/;
const TAKES_VALUE = /^-(u|g|n|s)$/;
const SEPARATOR = /^[|&;()]+$/;
const DEEPEST = 3;

/**
 * The programs that a command line starts: its first word, what follows `|`, `&`, `;` or a bracket, what stands after
 * `sudo`, `start` and the like, and what a shell is given to run.
 *
 * A word that is only spoken of, as in `grep rdpclip`, is no program.
 *
 * @returns at most a few for each word; [] for an empty text
 * @example commandsIn('cmd /c "echo x | anydesk.exe --set-password"').map(({ program }) => program) // => ['cmd', 'echo', 'anydesk']
 */
export function commandsIn(line: string, depth = 0): readonly Command[] {
  const tokens = tokensOf(line);
  const commands: Command[] = [];
  let expects = true;
  let shell: string | undefined;
  let starter = false;
  for (let at = 0; at < tokens.length; at++) {
    const { text, quoted, from } = tokens[at]!;
    if (!quoted && SEPARATOR.test(text)) {
      [expects, shell, starter] = [true, undefined, false];
      continue;
    }
    const plain = commandText(text);
    if (shell !== undefined && quoted && depth < DEEPEST && /\s/.test(text.trim())) commands.push(...commandsIn(text, depth + 1));
    if (shell !== undefined && TAKES_COMMAND.test(plain)) {
      expects = true;
      continue;
    }
    if (starter && TAKES_VALUE.test(plain)) {
      at++;
      continue;
    }
    if (!expects || plain === '' || (starter && /^(-|\/[a-z]+$|[a-z_]+=)/.test(plain))) continue;
    const [program, last] = programAt(tokens, at);
    at = last;
    commands.push({ program, text: `${commandText(line.slice(from))} ` });
    const name = program.slice(program.lastIndexOf('/') + 1);
    starter = STARTERS.has(name);
    expects = starter;
    shell = SHELLS.has(name) ? name : undefined;
  }
  return commands;
}

/**
 * Whether a command fits a pattern: its first part is the start of a word in the program's own name or folder, or goes on
 * from there, and the others stand after it, each at the start of a word. A first part that is an option counts wherever
 * it stands: some are so odd that they tell a program under any name.
 */
export function fits({ program, text }: Command, [first = '', ...others]: readonly string[]): boolean {
  const start = occursAt(text, first, first.startsWith('-') ? text.length : program.length);
  return start >= 0 && others.every((part) => occursAt(text, part, text.length) >= 0);
}

/** Where a part stands at the start of a word (`code tunnel`, but not `vscode tunnel`), before the end; −1 where nowhere. */
function occursAt(text: string, part: string, end: number): number {
  for (let at = text.indexOf(part); at >= 0 && at < end; at = text.indexOf(part, at + 1)) {
    if (at === 0 || !isWordCharacter(text.charCodeAt(at - 1))) return at;
  }
  return -1;
}

function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

interface Token { readonly text: string; readonly quoted: boolean; readonly from: number }

function tokensOf(line: string): readonly Token[] {
  return Array.from(line.matchAll(/"([^"]*)"?|'([^']*)'?|[|&;()]+|[^\s"'|&;()]+/g), ({ 0: whole, 1: double, 2: single, index }) => ({ text: double ?? single ?? whole, quoted: double !== undefined || single !== undefined, from: index }));
}

/** Windows also writes paths with blanks in them without quotes: then the program ends with the first `.exe`. */
function programAt(tokens: readonly Token[], at: number): readonly [program: string, last: number] {
  const { text, quoted } = tokens[at]!;
  if (quoted || !/^[a-z]:[\\/]/i.test(text) || /\.[a-z]{3}$/i.test(text)) return [commandText(text), at];
  const end = tokens.findIndex((token, index) => index > at && /\.(exe|com|bat|cmd)$/i.test(token.text));
  const between = end < 0 ? [] : tokens.slice(at, end + 1);
  if (end < 0 || between.some((token) => token.quoted || /^[-|&;]/.test(token.text))) return [commandText(text), at];
  return [commandText(between.map((token) => token.text).join(' ')), end];
}
