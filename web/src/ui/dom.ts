/** Small helpers over the DOM, for what isn't a component. */

/** The element, which has to be there and of that kind: `find('#queue', HTMLElement)`. */
export function find<Kind extends Element>(
  selector: string,
  kind: new () => Kind,
  root: ParentNode = document,
): Kind {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`No ${kind.name} for ${selector}.`);
  return found;
}

/** Only web addresses become links: data may hold anything. */
export const safeUrl = (url: string | null | undefined): string | null =>
  url && /^https?:\/\//i.test(url) ? url : null;

/** Calls `run` when nobody asked for `quietMs`. */
export function whenQuiet(run: () => void, quietMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, quietMs);
  };
}

/** Shows the text, or hides the element if there is none. */
export function setLine(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}
