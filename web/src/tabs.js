/** Tabs: arrow keys go from one to the next, as the pattern of WAI-ARIA has it. */
import { h } from './dom';

/**
 * @param {string} label
 * @param {{ id: string, title: string, content: Element }[]} tabs
 */
export function tabs(label, tabs) {
  const buttons = tabs.map(({ id, title }) =>
    h(
      'button',
      { type: 'button', class: 'tab', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}` },
      title,
    ),
  );
  const panels = tabs.map(({ id, content }) =>
    h(
      'div',
      { class: 'tab-panel', role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}` },
      content,
    ),
  );
  const choose = (index) => {
    buttons.forEach((button, at) => {
      button.setAttribute('aria-selected', String(at === index));
      button.tabIndex = at === index ? 0 : -1;
      panels[at].hidden = at !== index;
    });
  };
  buttons.forEach((button, index) => {
    button.addEventListener('click', () => choose(index));
    button.addEventListener('keydown', ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!step) return;
      const next = (index + step + buttons.length) % buttons.length;
      choose(next);
      buttons[next].focus();
    });
  });
  choose(0);
  return [h('div', { class: 'tabs', role: 'tablist', 'aria-label': label }, ...buttons), ...panels];
}
