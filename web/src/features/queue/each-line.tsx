/** Several prompts from one text, a line each. Loaded once a text has several lines. */
import { computed, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { InOrder } from './in-order';
import { content, forgetSent, isEach, keepDraft, keyFor, rowKey } from './draft';
import { checkMany, type Common, doneWords, partsOf, sendMany } from './send-many';

const inOrder = signal(false);
const count = computed(() => partsOf(content.value, 'line').length);

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
      {isEach.value && <InOrder id="each-in-order" bind={inOrder} />}
    </div>
  );
}

/**
 * Sends the lines in one request. Each goes from the text once it is queued: what is left there was not sent.
 * @returns what there is to say. @throws FieldError, and what the server refuses
 */
export async function sendEach(common: Common): Promise<string> {
  const lines = partsOf(content.peek(), 'line');
  checkMany(lines);
  const key = keyFor({ ...common, lines, in_order: inOrder.peek() }, lines.length);
  const answer = await sendMany(lines, (index) => rowKey(key, index), common, inOrder.peek());
  const queued = lines.filter((_, index) => answer.items[index]?.prompt_id != null);
  keepDraft(queued.reduce(withoutLine, content.peek()));
  forgetSent();
  isEach.value = false;
  return doneWords(answer);
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
