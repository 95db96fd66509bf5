/**
 * Nobody may press what has just come under the pointer: a row that goes or a line that appears moves what is below it.
 * A press by pointer on a button with `data-steady` counts only if the button has stood still for a moment; keys, which
 * go to what has the focus, always count.
 */
import { announce } from './announcer';

const STEADY_MS = 400;
/** A label that grows by a letter moves nothing away. */
const STILL_PX = 2;
const STEADY = '[data-steady]';
/** Scrolls by itself and has no such button: what changes in it moves others by its height only. */
const APART = '[data-apart]';
/** What may move others without a new element. */
const MOVING_ATTRIBUTES = ['hidden', 'open', 'style', 'class'];

interface Place {
  readonly page: Point;
  readonly window: Point;
  readonly sinceMs: number;
}
type Point = readonly [x: number, y: number];

export function guardPresses(): void {
  const places = new WeakMap<Element, Place>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;
  /** Was pressed down too early. */
  let refused: Element | null = null;

  /** @returns how long it has to stand still yet; 0: it may be pressed */
  function look(button: Element): number {
    const { left, top, width } = button.getBoundingClientRect();
    const [page, here]: Point[] = [
      [left + window.scrollX, top + window.scrollY],
      [left, top],
    ] as const;
    const known = places.get(button);
    // What scrolls with the page and what stays in the window stand still, each in its way.
    const stands = known && (isNear(known.page, page) || isNear(known.window, here));
    const place = stands ? known : { page, window: here, sinceMs: performance.now() };
    if (width === 0) places.delete(button);
    else places.set(button, place);
    const waitMs = Math.max(0, STEADY_MS - (performance.now() - place.sinceMs));
    const mark = waitMs > 0 ? 'true' : null;
    if (button.getAttribute('aria-disabled') !== mark) {
      if (mark) button.setAttribute('aria-disabled', mark);
      else button.removeAttribute('aria-disabled');
    }
    return waitMs;
  }

  function lookAtAll(): void {
    isDue = false;
    clearTimeout(timer);
    const waits = [...document.querySelectorAll(STEADY)].map(look).filter((waitMs) => waitMs > 0);
    if (waits.length) timer = setTimeout(lookAtAll, Math.min(...waits) + 1);
  }
  function lookSoon(): void {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(lookAtAll);
  }

  new MutationObserver((changes) => {
    // At once, so that a new button is marked before anyone can press it.
    if (changes.some(({ type, target }) => type === 'childList' && !isApart(target))) lookAtAll();
    else lookSoon();
  }).observe(document.body, {
    ...{ subtree: true, childList: true, characterData: true },
    attributeFilter: MOVING_ATTRIBUTES,
  });
  window.addEventListener('resize', lookSoon);
  window.addEventListener(
    'scroll',
    ({ target }) => {
      if (!isApart(target)) lookSoon();
    },
    { capture: true, passive: true },
  );
  window.addEventListener(
    'pointerdown',
    ({ target }) => {
      const button = steadyOf(target);
      refused = button && look(button) > 0 ? button : null;
    },
    true,
  );
  window.addEventListener(
    'click',
    (event) => {
      const button = steadyOf(event.target);
      if (!button || event.detail === 0 || (button !== refused && look(button) === 0)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      announce('It had just moved here, so nothing was sent. Press again.');
    },
    true,
  );
}

const steadyOf = (target: EventTarget | null): Element | null =>
  target instanceof Element ? target.closest(STEADY) : null;
const isApart = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(APART) !== null;
const isNear = (a: Point, b: Point): boolean =>
  Math.abs(a[0] - b[0]) <= STILL_PX && Math.abs(a[1] - b[1]) <= STILL_PX;
