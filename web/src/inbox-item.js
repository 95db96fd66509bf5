/**
 * One dialog that waits for a person.
 * @import { Confirmation } from '../../api/document/api-types'
 */
import { clean } from './app/clean';
import { answerWords, decider, kindOf, outcomeLook, subjectOf, titleOf, whyAsked } from './app/confirmations';
import { h, setAttribute, setMessage, setText } from './dom';
import { answerForm } from './inbox-answer';
import { badge } from './labels';
import { openRuleFrom } from './rules-dialog';
import { firstLine } from './ui/text';
import { state } from './app/state';
import { liveTime } from './time';

/** @param {Confirmation} first */
export function inboxItem(first) {
  const status = badge();
  const subject = h('code', { class: 'ask-subject' });
  const outcome = h('p', { class: 'ask-outcome', hidden: true }, status.element, subject);
  const result = h('span', { class: 'muted' });
  outcome.append(result);
  const prompt = h('a', { class: 'ask-prompt' });
  const waits = liveTime('running');
  const marks = h('span', { class: 'ask-marks' });
  const why = h('p', { class: 'ask-why' });
  const held = h('p', { class: 'ask-held' });
  const answer = answerForm(first);
  const body = h('pre', {
    class: 'ask-body',
    tabindex: '0',
    role: 'region',
    'aria-label': `What ${first.session} shows`,
  });
  const title = h('span');
  const titleId = `ask-title-${first.id}`;
  const open = h(
    'div',
    { class: 'ask-open' },
    h(
      'div',
      { class: 'ask-head' },
      h('strong', { class: 'session-name' }, first.session),
      h('span', { class: 'muted' }, first.agent),
      prompt,
      marks,
      h('span', { class: 'ask-waits muted' }, 'waits ', waits.element),
    ),
    h('h3', { id: titleId, class: 'ask-title' }, h('span', { class: 'ask-kind' }, kindOf(first)), ' ', title),
    body,
    why,
    held,
    answer.element,
  );
  const element = h(
    'li',
    { class: 'ask', 'data-confirmation': first.id, tabindex: '-1', 'aria-labelledby': titleId },
    open,
    outcome,
  );
  element.addEventListener('keydown', (event) => answer.byKey(event));
  return { element, update };

  /** @param {Confirmation} asked */
  function update(asked) {
    const isOver = asked.status !== 'pending';
    open.hidden = isOver;
    outcome.hidden = !isOver;
    setAttribute(element, 'data-tone', isOver ? outcomeLook(asked).tone : 'warn');
    status.update(outcomeLook(asked));
    setText(subject, firstLine(clean(subjectOf(asked)).text));
    setText(
      result,
      [answerWords(asked), decider(asked), asked.session, asked.resolution].filter(Boolean).join(' · '),
    );
    answer.update(asked);
    if (isOver) return;
    showPromptLink(prompt, asked.prompt_id);
    waits.update(asked.created_at);
    setText(title, titleOf(asked));
    setText(body, clean(asked.dialog.body || subjectOf(asked)).text);
    showMarks(marks, asked);
    showWhy(why, asked);
    // Why an answer of the policy that was tried came to nothing.
    setMessage(held, asked.resolution);
  }
}

/** @param {any} link @param {number | null} id */
function showPromptLink(link, id) {
  link.hidden = !id;
  if (!id) return;
  const task = state.prompts.get(id);
  setAttribute(link, 'href', `#/prompt/${id}`);
  setText(link, task ? `#${id} ${firstLine(task.content)}` : `#${id}`);
}

/** @param {any} marks @param {Confirmation} asked */
function showMarks(marks, { notified_at: notified, escalated_at: escalated, notification }) {
  const failed = notification && notification !== 'sent';
  const text = failed ? 'nobody notified' : escalated ? 'escalated' : notified ? 'notified' : '';
  setMessage(marks, text);
  setAttribute(marks, 'title', failed ? notification : (escalated ?? notified));
  setAttribute(marks, 'data-tone', escalated && !failed ? 'bad' : 'mute');
}

/** @param {any} line @param {Confirmation} asked */
function showWhy(line, asked) {
  const text = `Asked because: ${whyAsked(asked)}.`;
  if (line.dataset.text === text) return;
  line.dataset.text = text;
  line.replaceChildren(text);
  if (asked.kind !== 'permission' || !asked.tool) return;
  const make = h('button', { type: 'button', class: 'link-button' }, 'Make a rule from this');
  make.addEventListener('click', () => openRuleFrom(asked));
  line.append(' ', make);
}
