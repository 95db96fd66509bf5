/** Transcripts read into the state of the turn. */
import { answerOf, NOTHING_TOLD, tell, usageOf } from '../../../agents/events/reduce-turn';
import type { AgentEvent, TurnState } from '../../../agents/events/types';
import { readClaudeRecord } from '../../../agents/claude/transcript';
import { createCodexReader } from '../../../agents/codex/transcript';
import { there } from '../../store/support';
import { claude, codex, ms } from './records';

function after(lines: readonly string[], read: (line: string) => AgentEvent[]): TurnState {
  return lines.flatMap((line) => read(line)).reduce(tell, NOTHING_TOLD);
}
const claudeAfter = (...lines: string[]): TurnState => after(lines, readClaudeRecord);
const codexAfter = (...lines: string[]): TurnState => after(lines, createCodexReader());

describe('Claude Code', () => {
  test('a turn is its prompt, its last answer and its end', () => {
    const state = claudeAfter(claude.prompt('do it', 1), claude.answer('done', 2), claude.ended(3));
    expect(state).toMatchObject({ phase: 'ready', sinceMs: ms(3), source: 'transcript' });
    const turn = there(state.turn);
    expect(turn).toMatchObject({ prompts: ['do it'], startedMs: ms(1), ending: { how: 'completed' } });
    expect(answerOf(turn)).toBe('done');
  });

  test('what was said before a tool was used is not the answer', () => {
    const state = claudeAfter(
      claude.prompt('do it', 1),
      claude.answer('I will look first.', 2),
      claude.tool('Bash', 3),
      claude.toolResult(4),
      claude.answer('It is done.', 5, 'msg_2'),
      claude.ended(6),
    );
    expect(answerOf(there(state.turn))).toBe('It is done.');
  });

  test('tokens are counted once a message, however many records it has', () => {
    const state = claudeAfter(
      claude.prompt('do it', 1),
      claude.answer('one', 2, 'msg_1'),
      claude.answer('two', 2, 'msg_1'),
      claude.answer('three', 3, 'msg_2'),
    );
    expect(usageOf(there(state.turn))).toEqual({
      model: 'claude-opus-5-5',
      inputTokens: 2000,
      outputTokens: 8,
      cacheReadTokens: 40,
      cacheWriteTokens: 6,
      costUsd: null,
    });
  });

  test('a person who stops it ends the turn as interrupted', () => {
    const state = claudeAfter(claude.prompt('do it', 1), claude.tool('Bash', 2), claude.interrupted(3));
    expect(state.turn?.ending).toMatchObject({ how: 'interrupted' });
    expect(state.phase).toBe('ready');
  });

  test('an error of the API ends it as failed, with the status', () => {
    const failed = claude.apiError('API Error: 400 no', 2, { apiErrorStatus: 400 });
    expect(claudeAfter(claude.prompt('do it', 1), failed).turn?.ending).toMatchObject({
      how: 'failed',
      message: 'API Error: 400 no',
      httpStatus: 400,
    });
  });

  test('a usage limit says exactly when it ends', () => {
    const limit = claude.apiError("You've hit your limit · resets 1:15am (UTC)", 2, {
      quotaLimits: { status: 'rejected', resetsAt: 1_795_569_329 },
    });
    expect(claudeAfter(claude.prompt('do it', 1), limit).turn?.ending?.resetsAtMs).toBe(1_795_569_329_000);
  });

  test.each([
    ['of another agent that it started', { isSidechain: true }],
    ['that the program made itself', { isMeta: true }],
    ['that sums up what was said before', { isCompactSummary: true }],
  ])('a prompt %s begins no turn', (_what, more) => {
    expect(claudeAfter(claude.prompt('do it', 1, more)).turn).toBeNull();
  });

  test('work in the background that ends wakes it up without a prompt', () => {
    const woken = claude.prompt('<task-notification>', 5, { origin: { kind: 'task-notification' } });
    const state = claudeAfter(claude.prompt('do it', 1), claude.ended(3), woken);
    expect(state).toMatchObject({ phase: 'working', turn: { prompts: ['do it'], ending: null } });
  });

  test('records of other kinds, and half a record, tell nothing', () => {
    expect(readClaudeRecord('{"type":"file-history-snapshot"}')).toEqual([]);
    expect(readClaudeRecord('{"type":"user","timestamp":5}')).toEqual([]);
  });
});

describe('Codex', () => {
  test('a turn is its prompt, its answer, its tokens and its end', () => {
    const state = codexAfter(
      codex.model('gpt-6-sol'),
      codex.prompt('do it', 1),
      codex.answer('done', 2),
      codex.usage(2),
      codex.complete('done', 3),
    );
    const turn = there(state.turn);
    expect(answerOf(turn)).toBe('done');
    // What came from the cache is part of Codex's input tokens, not of ours.
    expect(usageOf(turn)).toEqual({
      model: 'gpt-6-sol',
      inputTokens: 600,
      outputTokens: 20,
      cacheReadTokens: 400,
      cacheWriteTokens: 7,
      costUsd: null,
    });
    expect(state.phase).toBe('ready');
  });

  test('a turn that was stopped is interrupted', () => {
    expect(codexAfter(codex.prompt('do it', 1), codex.aborted(2)).turn?.ending?.how).toBe('interrupted');
  });

  test('an error ends it as failed, with its name', () => {
    const error = {
      message: 'You’ve hit your usage limit. try again at 9 PM.',
      codex_error_info: 'usage_limit_exceeded',
    };
    expect(codexAfter(codex.prompt('do it', 1), codex.complete(null, 2, error)).turn?.ending).toMatchObject({
      how: 'failed',
      code: 'usage_limit_exceeded',
      message: error.message,
    });
  });
});
