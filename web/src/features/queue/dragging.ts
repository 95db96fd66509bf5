/** Dragging a prompt by its handle, with a mouse, a pen or a finger. */
import { firstLine } from '../../ui/text';
import { find } from '../../ui/dom';
import { isWaiting } from './order';
import { items } from './queue-list';
import { moveTo, openMenu } from './moving';

/** Less is a press. */
const LEAST_PX = 5;
/** So near to its edge the list scrolls, by so much a frame. */
const EDGE_PX = 48;
const SCROLL_PX = 12;

interface Target {
  readonly id: number;
  readonly isAfter: boolean;
  /** Of the line between two rows, in the window. */
  readonly y: number;
}

/** @param latest where the pointer is by now */
export function beginDrag(id: number, start: PointerEvent, latest: PointerEvent): void {
  const prompt = items.peek().find((one) => one.id === id);
  if (!prompt || !isWaiting(prompt)) return;
  const box = find('.prompts-box', HTMLElement);
  const shown = show(`#${id} ${firstLine(prompt.content)}`);
  const { pointerId } = start;
  let [x, y] = [start.clientX, start.clientY];
  let isDragged = false;
  let frame = 0;

  const look = (): void => {
    shown.at(x, y, targetAt(y, id, prompt.priority, box), box.getBoundingClientRect());
  };
  const scroll = (): void => {
    const { top, bottom } = box.getBoundingClientRect();
    if (y < top + EDGE_PX) box.scrollTop -= SCROLL_PX;
    else if (y > Math.min(bottom, window.innerHeight) - EDGE_PX) box.scrollTop += SCROLL_PX;
    look();
    frame = requestAnimationFrame(scroll);
  };
  const move = (event: PointerEvent): void => {
    if (event.pointerId !== pointerId) return;
    event.preventDefault();
    [x, y] = [event.clientX, event.clientY];
    if (!isDragged && Math.hypot(x - start.clientX, y - start.clientY) < LEAST_PX) return;
    if (!isDragged) {
      isDragged = true;
      frame = requestAnimationFrame(scroll);
    }
    look();
  };
  const end = (): void => {
    cancelAnimationFrame(frame);
    shown.remove();
    ended.abort();
  };
  const drop = (event: PointerEvent): void => {
    if (event.pointerId !== pointerId) return;
    const target = isDragged ? targetAt(event.clientY, id, prompt.priority, box) : undefined;
    const isPress = !isDragged;
    end();
    if (isPress) openMenu(id);
    else if (target) void moveTo(id, target.isAfter ? { after: target.id } : { before: target.id });
  };

  const ended = new AbortController();
  const { signal } = ended;
  window.addEventListener('pointermove', move, { signal, passive: false });
  window.addEventListener('pointerup', drop, { signal });
  window.addEventListener('pointercancel', end, { signal });
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      end();
    },
    { signal, capture: true },
  );
  // Its row may leave the page while the list scrolls. One that was let go before this was loaded is a press.
  try {
    document.documentElement.setPointerCapture(pointerId);
    move(latest);
  } catch {
    end();
    openMenu(id);
  }
}

/** The gap that is nearest, if the prompt can stand there. */
function targetAt(y: number, id: number, priority: number, box: HTMLElement): Target | undefined {
  const { top, bottom } = box.getBoundingClientRect();
  if (y < top - EDGE_PX || y > bottom + EDGE_PX) return undefined;
  const known = new Map(items.peek().map((prompt) => [prompt.id, prompt]));
  let nearest: (Target & { readonly distance: number }) | undefined;
  for (const row of box.querySelectorAll<HTMLElement>('[data-prompt]')) {
    const other = known.get(Number(row.dataset['prompt']));
    if (!other || other.id === id || !isWaiting(other) || other.priority !== priority) continue;
    const edges = row.getBoundingClientRect();
    for (const isAfter of [false, true]) {
      const edge = isAfter ? edges.bottom : edges.top;
      const distance = Math.abs(y - edge);
      if (!nearest || distance < nearest.distance) nearest = { id: other.id, isAfter, y: edge, distance };
    }
  }
  return nearest;
}

/** What is dragged, beside the pointer, and the line where it would go. */
function show(text: string): {
  readonly at: (x: number, y: number, target: Target | undefined, box: DOMRect) => void;
  readonly remove: () => void;
} {
  const label = document.createElement('div');
  label.className = 'dragged';
  label.textContent = text;
  const line = document.createElement('div');
  line.className = 'drop-line';
  for (const one of [label, line]) one.hidden = true;
  document.body.append(label, line);
  return {
    at(x, y, target, box) {
      label.hidden = false;
      label.style.transform = `translate(${x + 12}px, ${y + 8}px)`;
      label.dataset['nowhere'] = String(!target);
      line.hidden = !target;
      if (!target) return;
      line.style.transform = `translate(${box.left}px, ${target.y - 1}px)`;
      line.style.width = `${box.width}px`;
    },
    remove() {
      label.remove();
      line.remove();
    },
  };
}
