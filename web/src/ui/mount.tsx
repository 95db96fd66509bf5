// So that components follow the signals that they read.
import '@preact/signals';
import { render, type VNode } from 'preact';

/**
 * Shows a component in an element of the page, in the place of what the element held.
 * @returns what takes it away again
 */
export function mount(component: VNode, element: Element): () => void {
  element.replaceChildren();
  render(component, element);
  return () => render(null, element);
}
