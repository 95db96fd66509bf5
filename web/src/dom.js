/** Small helpers over the DOM. Text from outside only ever becomes text nodes, never markup. */

/**
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {any}
 */
export function find(selector, root = document) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`No element for ${selector}.`);
  return found;
}

/**
 * Makes an element: `h('button', { type: 'button', onclick: send }, 'Send')`.
 * Functions become listeners, `class` and `data-*` attributes; `undefined`, `null` and `false` are left out.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...any} children
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(
    ...children.flat().filter((child) => child !== undefined && child !== null && child !== false),
  );
  return element;
}

/**
 * What shows one thing, and shows it anew when it changed.
 * @template Item
 * @typedef {{ element: any, update: (item: Item) => void }} View
 */

/** Writes only what changed, so that selections and screen readers aren't disturbed. */
export function setText(element, text) {
  const next = text ?? '';
  if (element.textContent !== next) element.textContent = next;
}

/** Shows the text, or hides the element where there is none. */
export function setMessage(element, text) {
  setText(element, text);
  element.hidden = !text;
}

export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** Only web addresses become links: data may hold anything. */
export function safeUrl(url) {
  return /^https?:\/\//i.test(url ?? '') ? url : null;
}

/**
 * Makes the children of `container` those of `items`, in order, keeping the elements (and the focus in them) of known keys.
 * @template Item
 * @param {Element} container
 * @param {Iterable<Item>} items
 * @param {(item: Item) => string | number} keyOf
 * @param {(item: Item) => View<Item>} create
 */
export function reconcile(container, items, keyOf, create) {
  const known = views.get(container) ?? new Map();
  const next = new Map();
  let cursor = container.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const view = known.get(key) ?? create(item);
    view.update(item);
    next.set(key, view);
    if (cursor && view.element === cursor) cursor = cursor.nextElementSibling;
    else container.insertBefore(view.element, cursor);
  }
  for (const [key, view] of known) if (next.get(key) !== view) view.element.remove();
  views.set(container, next);
}
const views = new WeakMap();

/** Calls `run` once a frame however often it is asked for. */
export function oncePerFrame(run) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      run();
    });
  };
}

/** Calls `run` when nobody asked for `quietMs`. */
export function whenQuiet(run, quietMs) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, quietMs);
  };
}
