/** Several prompts from one text, a line each. Loaded once a text has several lines. */
import { computed, effect, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { call, type Answer, type Body } from '../../app/api';
import { submissionKeys } from '../../app/idempotency';
import { FieldError } from '../../ui/form-state';
import { content, isEach, keepDraft } from './draft';

type Sent = Body<'POST /api/assigner/send'>;

/** So many at once: each is a request of its own. */
const MOST_LINES = 200;

const inOrder = signal(false);
/** The one that the next line waits for, where they go one after the other; 0: none yet. */
let lastId = 0;
const keys = submissionKeys();

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim());
const count = computed(() => linesOf(content.value).length);
// Another text begins anew.
effect(() => {
  if (!isEach.value || !inOrder.value) lastId = 0;
});

export function EachLine(): VNode | null {
  if (count.value < 2 && !isEach.value) return null;
  return (
    <div class="panel-actions each-line">
      <label class="check">
        <input
          type="checkbox"
          id="each-line"
          checked={isEach}
          onChange={({ currentTarget }) => (isEach.value = currentTarget.checked)}
        />
        Each line is a prompt of its own{isEach.value && ` (${count.value})`}
      </label>
      {isEach.value && (
        <label class="check">
          <input
            type="checkbox"
            id="each-in-order"
            checked={inOrder}
            onChange={({ currentTarget }) => (inOrder.value = currentTarget.checked)}
          />
          One after the other: each waits for the one before
        </label>
      )}
    </div>
  );
}

/**
 * Sends one line after the other. Each goes from the text once it is queued: what is left there was not sent.
 * @throws FieldError, and what the server refuses
 */
export async function sendEach(chosen: Omit<Sent, 'content'>, say: (words: string) => void) {
  const lines = linesOf(content.peek());
  if (lines.length === 0) throw new FieldError('content', 'Write a prompt in each line.');
  if (lines.length > MOST_LINES)
    throw new FieldError('content', `These are ${lines.length} lines; at most ${MOST_LINES} go at once.`);
  const answers: Answer<'POST /api/assigner/send'>[] = [];
  for (const line of lines) {
    const before = inOrder.peek() && lastId > 0 ? { after: [lastId], on: 'success' as const } : {};
    const body = { ...chosen, ...before, content: line } as Sent;
    const answer = await call('POST /api/assigner/send', {
      body,
      headers: { 'Idempotency-Key': keys.forBody(body) },
    });
    keys.done();
    lastId = answer.prompt_id;
    answers.push(answer);
    keepDraft(withoutFirst(content.peek()));
    say(`Queued ${answers.length} of ${lines.length} …`);
  }
  lastId = 0;
  isEach.value = false;
  return answers;
}

/** Without the first line that has something in it, and what is before it. */
const withoutFirst = (text: string): string => text.replace(/^(?:[^\S\n]*\n)*[^\n]*\n?/, '');
