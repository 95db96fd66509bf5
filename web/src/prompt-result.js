/**
 * What a settled prompt came to beyond its status: a question back, work that goes on, an interruption. And its price.
 * @import { Prompt } from '../../api/document/api-types'
 * @import { View } from './dom'
 */
import { clean } from './app/clean';
import { h, setText } from './dom';

/** @param {(prompt: Prompt) => void} answer @returns {View<Prompt>} */
export function questionSection(answer) {
  const text = h('pre', { class: 'receipt-text', tabindex: '0', 'aria-label': 'Question' });
  const button = h('button', { type: 'button', class: 'button button-small button-primary' }, 'Answer');
  /** @type {Prompt} */
  let prompt;
  button.addEventListener('click', () => answer(prompt));
  const element = h(
    'section',
    { class: 'receipt-section notice notice-warn', 'data-text': 'question', hidden: true },
    h('h3', {}, 'The agent asks back'),
    text,
    h('div', {}, button),
  );
  return {
    element,
    update(next) {
      prompt = next;
      element.hidden = next.result !== 'question';
      setText(text, clean(next.question ?? next.response ?? '').text);
      button.disabled = !next.assigned_session;
      button.title = next.assigned_session
        ? `Writes to ${next.assigned_session}`
        : 'Its session is not known.';
    },
  };
}

const number = new Intl.NumberFormat();
/** Cents matter for one prompt, and their parts for a small one. */
const dollars = (usd) => `$${usd.toFixed(usd < 1 ? 4 : 2)}`;

/** @param {Prompt['usage']} usage @returns {[name: string, value: string][]} */
export function usageFacts(usage) {
  if (!usage) return [];
  const {
    input_tokens: input,
    output_tokens: output,
    cache_read_tokens: read,
    cache_write_tokens: written,
  } = usage;
  return [
    ['Model', usage.model ?? 'unknown'],
    ['Tokens', `${number.format(input ?? 0)} in, ${number.format(output ?? 0)} out`],
    ...(read || written
      ? [
          /** @type {[string, string]} */ ([
            'Cache',
            `${number.format(read ?? 0)} read, ${number.format(written ?? 0)} written`,
          ]),
        ]
      : []),
    ['Cost', usage.cost_usd === null || usage.cost_usd === undefined ? 'not known' : dollars(usage.cost_usd)],
  ];
}
