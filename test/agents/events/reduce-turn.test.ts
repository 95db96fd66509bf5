/** One state of the turn from two sources that tell the same thing twice, and one of them late. */
import { NOTHING_TOLD, sameText, tell, toolCallsOf } from '../../../agents/events/reduce-turn';
import type { AgentEvent, Ending, TurnState } from '../../../agents/events/types';
import { readClaudeHook } from '../../../agents/claude/hooks';
import { readCodexHook } from '../../../agents/codex/hooks';
import { readClaudeRecord } from '../../../agents/claude/transcript';
import { claude, ms } from './records';

const hook = (name: string, seconds: number, more: object = {}): readonly AgentEvent[] =>
  readClaudeHook({ hook_event_name: name, ...more }, ms(seconds)).events;
const told = (...events: (AgentEvent | readonly AgentEvent[])[]): TurnState =>
  events.flat().reduce(tell, NOTHING_TOLD);

test('the hook and the transcript tell of one turn, not of two', () => {
  const state = told(
    hook('UserPromptSubmit', 1.05, { prompt: 'do it' }),
    readClaudeRecord(claude.prompt('do it', 1)),
    hook('Stop', 3, { last_assistant_message: 'done', background_tasks: [] }),
  );
  expect(state.turn?.prompts).toEqual(['do it']);
  expect(state).toMatchObject({ phase: 'ready', turn: { ending: { message: 'done', source: 'hooks' } } });
});

test('a transcript that is read after the end does not begin the turn again', () => {
  const state = told(
    hook('UserPromptSubmit', 1, { prompt: 'do it' }),
    hook('Stop', 3, { last_assistant_message: 'done' }),
    readClaudeRecord(claude.prompt('do it', 0.9)),
    readClaudeRecord(claude.tool('Bash', 2)),
    readClaudeRecord(claude.answer('done', 2.5)),
    readClaudeRecord(claude.ended(3.01)),
  );
  expect(state.phase).toBe('ready');
  expect(state.turn?.prompts).toEqual(['do it']);
});

test('the same prompt after the end of the first is a turn of its own', () => {
  const state = told(
    hook('UserPromptSubmit', 1, { prompt: 'again' }),
    hook('Stop', 2),
    hook('UserPromptSubmit', 3, { prompt: 'again' }),
  );
  expect(state).toMatchObject({ phase: 'working', turn: { startedMs: ms(3), ending: null } });
});

describe('a prompt that only the transcript tells of', () => {
  const first = [
    readClaudeRecord(claude.prompt('first', 1, { promptId: 'a' })),
    hook('Stop', 2, { last_assistant_message: 'one', prompt_id: 'a' }),
  ];
  const uses = hook('PreToolUse', 3.5, { tool_name: 'Bash', prompt_id: 'b' });
  const asks = hook('PermissionRequest', 3.6, { tool_name: 'Bash', prompt_id: 'b' });
  const stops = hook('Stop', 4, { last_assistant_message: 'two', prompt_id: 'b' });
  const records = (text: string) => [
    readClaudeRecord(claude.prompt(text, 3, { promptId: 'b' })),
    readClaudeRecord(claude.answer('two', 3.9)),
  ];

  test.each(['second', 'first'])('after hooks have told of its work begins a turn of its own: %s', (text) => {
    for (const events of [
      [uses, ...records(text), stops],
      [uses, stops, ...records(text)],
      [uses, asks, ...records(text), stops],
    ]) {
      const state = told(...first, ...events);
      expect(state.turn).toMatchObject({ prompts: [text], startedMs: ms(3), ending: { message: 'two' } });
      expect(state.phase).toBe('ready');
    }
  });

  test('leaves the question that a hook told of by then', () => {
    for (const before of [[uses, asks], [asks]]) {
      const state = told(
        ...first,
        ...before,
        readClaudeRecord(claude.prompt('second', 3, { promptId: 'b' })),
      );
      expect(state).toMatchObject({
        phase: 'asking',
        toolRequest: { tool: 'Bash' },
        turn: { prompts: ['second'] },
      });
    }
  });
});

describe('hooks that run in another order than they were called', () => {
  const prompt = (seconds: number, id: string) =>
    hook('UserPromptSubmit', seconds, { prompt: 'again', prompt_id: id });
  const stop = (seconds: number, id: string) =>
    hook('Stop', seconds, { last_assistant_message: `done ${id}`, prompt_id: id });
  const record = (seconds: number, id: string) =>
    readClaudeRecord(claude.prompt('again', seconds, { promptId: id }));

  test.each([
    ['of the first turn', []],
    ['of a later turn', [prompt(0.1, 'a'), stop(0.2, 'a')]],
  ])('the end %s before its prompt', (_what, before) => {
    const state = told(...before, stop(2, 'b'), prompt(2.1, 'b'));
    expect(state).toMatchObject({
      phase: 'ready',
      turn: { prompts: ['again'], ending: { message: 'done b' } },
    });
  });

  test('the end before its prompt, with the transcript in between', () => {
    const state = told(prompt(0.1, 'a'), stop(0.2, 'a'), stop(2, 'b'), record(1, 'b'), prompt(2.1, 'b'));
    expect(state).toMatchObject({
      phase: 'ready',
      turn: { startedMs: ms(1), ending: { message: 'done b' } },
    });
  });

  test('a tool that is told of after the end does not begin the turn again', () => {
    const tool = hook('PostToolUse', 3, { tool_name: 'Bash', prompt_id: 'a' });
    expect(told(prompt(1, 'a'), stop(2, 'a'), tool).phase).toBe('ready');
  });

  test('the end of the turn before does not end the next one', () => {
    const state = told(record(1, 'a'), readClaudeRecord(claude.ended(2)), prompt(3, 'b'), stop(3.1, 'a'));
    expect(state).toMatchObject({ phase: 'working', turn: { ids: ['b'], ending: null } });
    expect(
      told(record(1, 'a'), readClaudeRecord(claude.ended(2)), prompt(3, 'b'), stop(3.1, 'a'), stop(4, 'b'))
        .phase,
    ).toBe('ready');
  });

  test('what the transcript told before the hook ran is part of the turn', () => {
    const state = told(
      prompt(1.3, 'a'),
      record(1, 'a'),
      readClaudeRecord(claude.answer('done', 1.2)),
      readClaudeRecord(claude.ended(1.25)),
    );
    expect(state).toMatchObject({ phase: 'ready', turn: { answer: ['done'], startedMs: ms(1) } });
  });
});

test('a prompt that comes while it works belongs to the turn', () => {
  const state = told(
    hook('UserPromptSubmit', 1, { prompt: 'first' }),
    hook('UserPromptSubmit', 2, { prompt: 'and this' }),
  );
  expect(state.turn).toMatchObject({ prompts: ['first', 'and this'], startedMs: ms(1) });
});

test('a permission is asked for until work goes on', () => {
  const asking = told(
    hook('UserPromptSubmit', 1, { prompt: 'do it' }),
    hook('PermissionRequest', 2, { tool_name: 'Bash', tool_input: { command: 'ls' } }),
  );
  expect(asking).toMatchObject({ phase: 'asking', toolRequest: { tool: 'Bash', input: { command: 'ls' } } });
  const state = told(
    hook('UserPromptSubmit', 1, { prompt: 'do it' }),
    hook('PermissionRequest', 2, { tool_name: 'Bash', tool_input: { command: 'ls' } }),
    hook('PostToolUse', 5, { tool_name: 'Bash' }),
  );
  expect(state).toMatchObject({ phase: 'working', toolRequest: null });
});

test('the use of the tool that is asked for is told of too, in any order: it is still asked for', () => {
  const use = { tool_name: 'Bash', tool_input: { command: 'ls' } };
  const state = told(
    hook('UserPromptSubmit', 1, { prompt: 'do it' }),
    hook('PermissionRequest', 2, use),
    hook('PreToolUse', 2.01, use),
    readClaudeRecord(claude.tool('Bash', 1.9)),
  );
  expect(state).toMatchObject({
    phase: 'asking',
    toolRequest: { tool: 'Bash', input: { command: 'ls' }, atMs: ms(2) },
  });
});

test('without hooks the transcript tells which use is asked for', () => {
  const state = told(readClaudeRecord(claude.prompt('do it', 1)), readClaudeRecord(claude.tool('Bash', 2)));
  expect(state).toMatchObject({ phase: 'working', toolRequest: { tool: 'Bash', atMs: ms(2) } });
  expect(
    told(readClaudeRecord(claude.tool('Bash', 2)), readClaudeRecord(claude.toolResult(3))).toolRequest,
  ).toBeNull();
});

const background = [{ id: 'a', type: 'subagent', status: 'running', description: 'look around' }];

test('agents in the background keep a turn open; when they are done it ends', () => {
  const waits = told(
    hook('UserPromptSubmit', 1, { prompt: 'do it' }),
    hook('Stop', 2, { last_assistant_message: 'started', background_tasks: background }),
  );
  expect(waits).toMatchObject({
    phase: 'background',
    turn: { ending: { background: [{ kind: 'agent', title: 'look around' }] } },
  });
  const done = told(
    hook('UserPromptSubmit', 1, { prompt: 'do it' }),
    hook('Stop', 2, { last_assistant_message: 'started', background_tasks: background }),
    hook('UserPromptSubmit', 4, { prompt: '<task-notification>...' }),
    hook('Stop', 5, { last_assistant_message: 'all done', background_tasks: [] }),
  );
  expect(done).toMatchObject({
    phase: 'ready',
    turn: { prompts: ['do it'], ending: { message: 'all done', background: [] } },
  });
});

test('a failure that a hook tells first gets its status from the transcript', () => {
  const state = told(
    hook('UserPromptSubmit', 1, { prompt: 'do it' }),
    hook('StopFailure', 2, { error: 'unknown', last_assistant_message: 'API Error: 400 no' }),
    readClaudeRecord(claude.apiError('API Error: 400 no', 2.01, { apiErrorStatus: 400 })),
  );
  expect(state.turn?.ending as Ending).toMatchObject({
    how: 'failed',
    httpStatus: 400,
    message: 'API Error: 400 no',
  });
});

test('a new session forgets the turn of the one before', () => {
  expect(told(hook('UserPromptSubmit', 1, { prompt: 'x' }), hook('SessionStart', 2))).toMatchObject({
    phase: 'ready',
    turn: null,
  });
});

test('what is no input of a hook tells nothing', () => {
  for (const raw of [null, 'Stop', { hook_event_name: 5 }, { event: 'Stop' }]) {
    expect(readClaudeHook(raw, 0)).toEqual({ events: [], transcriptPath: undefined });
  }
});

test("Codex's notification only says that something happened: it comes for its own side conversations as well", () => {
  const notification = { type: 'agent-turn-complete', 'last-assistant-message': 'A title' };
  expect(readCodexHook(notification, 0)).toEqual({ events: [], transcriptPath: undefined });
});

test('texts are the same prompt whatever an agent did to their blanks', () => {
  expect(sameText('a\tb\n', 'a    b')).toBe(true);
  expect(sameText('\n\n<pasted_content id="dd97">\na\nb\n</pasted_content id="dd97">\n', 'a\nb')).toBe(true);
  expect(sameText('do it', 'do it not')).toBe(false);
});

describe('the tools of a turn', () => {
  const calls = (...events: (AgentEvent | readonly AgentEvent[])[]): number | null => {
    const { turn } = told(...events);
    return turn && toolCallsOf(turn);
  };

  test('are none where the transcript has messages and no tool, and unknown without a transcript', () => {
    const said = readClaudeRecord(claude.answer('done', 2));
    expect(calls(readClaudeRecord(claude.prompt('do it', 1)), said)).toBe(0);
    expect(calls(hook('UserPromptSubmit', 1, { prompt: 'do it' }), hook('Stop', 2))).toBeNull();
  });

  test('count, whoever tells of them, and those of the turn before do not', () => {
    const uses = hook('PreToolUse', 2, { tool_name: 'Bash', tool_input: {}, tool_use_id: 'x' });
    const prompt = hook('UserPromptSubmit', 1, { prompt: 'do it' });
    expect(calls(prompt, uses, uses)).toBe(1);
    expect(calls(prompt, uses, hook('Stop', 3), hook('UserPromptSubmit', 4, { prompt: 'next' }))).toBeNull();
  });
});
