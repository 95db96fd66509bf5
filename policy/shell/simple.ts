/** A simple command: its assignments, redirections and words. */
import type { Command, CommandArgument, ParsedScript, Redirection, Word } from 'unbash';
import type { Findings } from '../findings';
import { isHarmlessAssignment } from './variables';
import { isLiteral, join, literal, shown, type Value } from './value';
import type { WordScope } from './scope';
import { quotedValue, valueOf, valuesOf } from './words';

/** The words of a command, its name first. */
export function commandWords(command: Command, scope: WordScope): Value[] {
  const name = command.name ? valuesOf(command.name, scope) : [];
  return [...name, ...command.args.flatMap((argument) => argumentValues(argument, scope))];
}

function argumentValues(argument: CommandArgument, scope: WordScope): Value[] {
  if (argument.type === 'Word') return valuesOf(argument, scope);
  if (argument.value.type === 'ArrayValue') {
    for (const element of argument.value.elements) valuesOf(element, scope);
    return [{ ...literal(argument.text), certainty: 'unknown' }];
  }
  const value = valueOf(argument.value, scope);
  return [join([literal(`${argument.name}${argument.append ? '+' : ''}=`), value], argument.text)];
}

/** `X=1 command`, or `x=1` alone. */
export function assignments(command: Command, scope: WordScope, findings: Findings): void {
  const alone = command.name === undefined;
  const reads = command.name?.text === 'read';
  for (const assignment of command.prefix) {
    if (assignment.type !== 'Assignment') continue;
    if (assignment.index) {
      valueOf(assignment.index, scope);
      // The index of an array is an expression, and expressions can run commands.
      findings.fixed('shell-feature', assignment.text);
    }
    const [value] = argumentValues(assignment, scope);
    // `IFS= read` splits what this one command reads, and nothing else.
    if (reads && assignment.name === 'IFS' && isLiteral(value)) continue;
    if (value) assign(assignment.name, value, alone, findings);
  }
}

/** Notes that a variable is set, as a command of its own: `NAME=value`. */
export function assign(name: string, value: Value, alone: boolean, findings: Findings): void {
  if (isHarmlessAssignment(name, value, alone)) {
    // From here on it would be taken for text of the script's own.
    if (value.certainty === 'unknown') findings.fixed('unknown-value', value.source);
    return;
  }
  const unclear = isLiteral(value) ? undefined : value.source;
  const doubt = { reason: 'environment', evidence: value.source } as const;
  findings.add({ kind: 'command', text: shown(value), unclear, doubt });
}

/** Notes files that are written and read; true if something is fed to standard input. */
export function redirections(
  redirects: readonly Redirection[],
  scope: WordScope,
  findings: Findings,
): boolean {
  let fed = false;
  for (const redirect of redirects) {
    if (redirect.descriptor?.type === 'FileDescriptorVariable') {
      findings.fixed('shell-feature', `{${redirect.descriptor.name}}${redirect.operator}`);
    }
    if (redirect.type === 'HereDoc') {
      const body = redirect.body.parts && quotedValue(redirect.body.parts, scope, redirect.body.text);
      if (body?.certainty === 'unknown')
        findings.fixed('unknown-value', `<<${redirect.delimiter?.text ?? ''}`);
      // Without its end the shell takes the rest of the text, which may not be all there is.
      if (!redirect.closing) findings.fixed('unparsable', `<<${redirect.delimiter?.text ?? ''}`);
      fed = true;
    } else if (!redirect.target) {
      findings.fixed('unparsable', redirect.operator);
    } else {
      fed = redirectTo(redirect.operator, redirect.target, scope, findings) || fed;
    }
  }
  return fed;
}

function redirectTo(
  operator: Exclude<Redirection, { type: 'HereDoc' }>['operator'],
  target: Word,
  scope: WordScope,
  findings: Findings,
): boolean {
  const value = valueOf(target, scope);
  if (operator === '<<<') {
    if (value.certainty === 'unknown') findings.fixed('unknown-value', value.source);
    return true;
  }
  const duplicates = (operator === '>&' || operator === '<&') && /^(\d+-?|-)$/.test(value.text);
  if (duplicates && isLiteral(value)) return operator === '<&';
  // zsh reads `>! file` as "write over file"; a name that several files fit is an error or written to all.
  if (value.text.startsWith('!') || value.certainty === 'glob') findings.fixed('shell-feature', value.source);
  findings.file(operator === '<' || operator === '<&' ? 'Bash' : 'Write', value, scope.dirs);
  return operator === '<' || operator === '<>' || operator === '<&';
}

/** Text that `cat <<'EOF'` with nothing else prints: how agents write long arguments. */
export function printedHereDoc(script: ParsedScript): string | undefined {
  const [statement, more] = script.commands;
  const command = statement?.command;
  if (more || statement?.background || command?.type !== 'Command') return undefined;
  const [redirect, another] = command.redirects;
  if (command.name?.text !== 'cat' || command.args.length > 0 || another) return undefined;
  if (redirect?.type !== 'HereDoc' || !redirect.closing || redirect.descriptor) return undefined;
  const { delimiter, body, operator } = redirect;
  const isText = delimiter?.quoted === true || !/[\\$`]/.test(body.text);
  if (!isText || command.prefix.some((each) => each.type === 'Assignment')) return undefined;
  const text = operator === '<<-' ? body.text.replace(/^\t+/gm, '') : body.text;
  return text.replace(/\n+$/, '');
}
