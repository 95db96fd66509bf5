/** A use of a tool in words, for the person who decides: all that the agent hands to the tool. Pure. */
import type { ToolUse } from '../../agents/events/types';

/** Nobody reads more of it; the record keeps no more. */
const MAX_CHARS = 100_000;
/** In front of everything else, without their names: what the tool acts on. */
const FIRST = ['command', 'file_path', 'notebook_path', 'url'];

export function textOf({ tool, input }: ToolUse): string {
  const { old_string: removed, new_string: added, ...rest } = input;
  const first = FIRST.flatMap((name) => (typeof rest[name] === 'string' ? [rest[name]] : []));
  const others = Object.entries(rest).flatMap(([name, value]) =>
    FIRST.includes(name) ? [] : [`${name}: ${inWords(value)}`],
  );
  const edit = [...signed('- ', removed), ...signed('+ ', added)];
  return limited([tool, ...first, ...edit, ...others].join('\n\n'));
}

function inWords(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return text.includes('\n') ? `\n${text}` : text;
}

function signed(sign: string, text: unknown): string[] {
  if (typeof text !== 'string') return [];
  return [
    text
      .split('\n')
      .map((row) => `${sign}${row}`)
      .join('\n'),
  ];
}

function limited(text: string): string {
  if (text.length <= MAX_CHARS) return text;
  const rest = (text.length - MAX_CHARS).toLocaleString('en-US');
  return `${text.slice(0, MAX_CHARS)}\n… and ${rest} more characters: see them in the terminal`;
}
