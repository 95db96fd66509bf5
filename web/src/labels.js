/**
 * The words of app/labels.ts, and the badge for views that are not components yet.
 * @import { View } from './dom'
 * @import { Look } from './ui/badge'
 */
import { h, setAttribute, setText } from './dom';
import { icon, setShape } from './icons';

export * from './app/labels';

/** A coloured label with a shape; `update(look)` changes it. @returns {View<Look>} */
export function badge() {
  const drawing = icon('question');
  const label = h('span');
  const element = h('span', { class: 'badge' }, drawing, label);
  return {
    element,
    update(look) {
      setAttribute(element, 'data-tone', look.tone);
      setShape(drawing, look.shape);
      setText(label, look.label);
    },
  };
}
