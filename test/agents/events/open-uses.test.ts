/** Which uses of tools are not over, told by hooks and transcript in any order. */
import { readClaudeHook } from '../../../agents/claude/hooks';
import { readClaudeRecord } from '../../../agents/claude/transcript';
import { NOTHING_TOLD, tell } from '../../../agents/events/reduce-turn';
import type { AgentEvent } from '../../../agents/events/types';
import { claude, ms } from './records';

const hook = (name: string, seconds: number, more: object = {}): readonly AgentEvent[] =>
  readClaudeHook({ hook_event_name: name, ...more }, ms(seconds)).events;
const open = (...events: (readonly AgentEvent[])[]) =>
  events
    .flat()
    .reduce(tell, NOTHING_TOLD)
    .uses.open.map(({ tool, input }) => [tool, input['command']].filter(Boolean).join(' '));

const use = (id: string, command: string) => ({
  ...{ tool_name: 'Bash', tool_input: { command }, tool_use_id: id },
});
const { tool_use_id: _id, ...asked } = use('1', 'ls');
const prompt = hook('UserPromptSubmit', 1, { prompt: 'do it' });

test('a use is one, however often it is told, and over with its end', () => {
  const begin = hook('PreToolUse', 2, use('1', 'ls'));
  const request = hook('PermissionRequest', 2.1, asked);
  expect(open(prompt, begin, request)).toEqual(['Bash ls']);
  expect(open(prompt, request, begin)).toEqual(['Bash ls']);
  expect(open(prompt, begin, request, hook('PostToolUse', 3, use('1', 'ls')))).toEqual([]);
  expect(open(prompt, begin, request, hook('PostToolUseFailure', 3, use('1', 'ls')))).toEqual([]);
});

test('two that run beside each other are told apart', () => {
  const begin = [...hook('PreToolUse', 2, use('1', 'ls')), ...hook('PreToolUse', 2, use('2', 'pwd'))];
  expect(open(prompt, begin)).toEqual(['Bash ls', 'Bash pwd']);
  expect(open(prompt, begin, hook('PostToolUse', 3, use('1', 'ls')))).toEqual(['Bash pwd']);
});

test('one whose beginning is told after its end stays over', () => {
  expect(open(prompt, hook('PostToolUse', 3, use('1', 'ls')), hook('PreToolUse', 2, use('1', 'ls')))).toEqual(
    [],
  );
});

test('the transcript tells of a refusal, of which no hook does', () => {
  const begin = readClaudeRecord(claude.tool('Bash', 2));
  expect(open(prompt, begin)).toEqual(['Bash']);
  expect(open(prompt, begin, readClaudeRecord(claude.toolResult(3)))).toEqual([]);
});

test('the end of the turn ends all', () => {
  const begin = hook('PreToolUse', 2, use('1', 'ls'));
  expect(open(prompt, begin, hook('Stop', 4, { last_assistant_message: 'done' }))).toEqual([]);
  expect(open(prompt, begin, readClaudeRecord(claude.interrupted(3)))).toEqual([]);
});
