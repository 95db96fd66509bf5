/** Shells and other programs that run program text. */
import { isLiteral } from '../shell/value';
import { moduleTool, PROJECT_TOOLS } from './project-tools';
import { doubtful, note, type Call, type Program } from './types';

/** `sh -c 'text'` is the command lines in its text. */
const shell: Program = (call) => {
  const at = call.args.findIndex((value) => /^-[a-zA-Z]*c[a-zA-Z]*$/.test(value.text));
  const text = call.args[at + 1];
  const before = call.args.slice(0, at + 1);
  const harmless = /^(-[celuxv]+|-o|pipefail|--login|--norc|--noprofile)$/;
  if (at < 0) {
    pipedInto(call);
    note(call, 'plain');
    return;
  }
  if (!before.every((value) => isLiteral(value) && harmless.test(value.text))) {
    note(call, 'plain', { doubt: doubtful('unknown-option', call.name) });
  }
  if (isLiteral(text)) call.script(text.text, { fed: call.fed });
  else call.findings.fixed('runs-code', text?.source ?? call.name);
};

/** What comes through the pipe is run, unless the program is told what to run. */
const interpreter: Program = (call) => {
  pipedInto(call);
  const tool = /^python[23]?$/.test(call.name) ? moduleTool : PROJECT_TOOLS[call.name];
  if (tool) tool(call);
  else note(call, 'plain');
};

function pipedInto(call: Call): void {
  const [first] = call.args;
  const told = first && first.text !== '-' && !/^-(?![mceEpn]$)/.test(first.text);
  if (!call.fed || told) return;
  call.findings.add({ kind: 'command', text: `| ${call.name}` });
}

const SHELLS = 'sh bash zsh dash ksh ash';
const INTERPRETERS =
  'fish python python2 python3 node nodejs perl ruby php lua deno bun osascript tclsh Rscript ts-node tsx pwsh irb ghci psql mysql sqlite3';

export const INTERPRETING: Readonly<Record<string, Program>> = {
  ...Object.fromEntries(SHELLS.split(' ').map((name) => [name, shell])),
  ...Object.fromEntries(INTERPRETERS.split(' ').map((name) => [name, interpreter])),
};
