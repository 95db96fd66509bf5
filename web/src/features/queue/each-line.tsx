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
  if (!isEach.value || !inOrder.value || count.value === 0) lastId = 0;
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
  let previous = lastId;
  for (const line of lines) {
    const before = inOrder.peek() && previous > 0 ? { after: [previous], on: 'success' as const } : {};
    const body = { ...chosen, ...before, content: line } as Sent;
    const answer = await call('POST /api/assigner/send', {
      body,
      headers: { 'Idempotency-Key': keys.forBody(body) },
    });
    keys.done();
    previous = answer.prompt_id;
    lastId = previous;
    answers.push(answer);
    keepDraft(withoutLine(content.peek(), line));
    say(`Queued ${answers.length} of ${lines.length} …`);
  }
  lastId = 0;
  isEach.value = false;
  return answers;
}

/** Without that line and the empty ones before it. What a person has written meanwhile stays. */
function withoutLine(text: string, sent: string): string {
  const lines = text.split('\n');
  const at = lines.indexOf(sent);
  if (at < 0) return text;
  const before = lines.slice(0, at);
  const kept = before.some((line) => line.trim()) ? before : [];
  return [...kept, ...lines.slice(at + 1)].join('\n');
}
