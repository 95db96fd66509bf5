/**
 * The emulator writes style elements and style attributes, which the policy of our pages forbids. The same rules are
 * allowed as style sheets and properties, so the elements that it makes turn the one into the other. What the page draws
 * itself is made by `createElementNS`, and is left alone.
 */

type Make = (name: string) => HTMLElement;
type Original = (name: string, options?: ElementCreationOptions) => HTMLElement;

/** Puts what is written into it into a style sheet of the document. */
function sheetElement(make: Make): HTMLElement {
  const element = make('span');
  element.hidden = true;
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  let text = '';
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set(next: string) {
      text = next;
      sheet.replaceSync(next);
    },
  });
  const remove = element.remove.bind(element);
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    remove();
  };
  return element;
}

function styledSpan(make: Make): HTMLElement {
  const element = make('span');
  const set = element.setAttribute.bind(element);
  element.setAttribute = (name, value) => {
    if (name === 'style') element.style.cssText = value;
    else set(name, value);
  };
  return element;
}

const MADE: Readonly<Record<string, (make: Make) => HTMLElement>> = { style: sheetElement, span: styledSpan };

/** From now on, for the whole page: the emulator makes elements whenever it draws. */
export function allowStyles(): void {
  const original: unknown = Reflect.get(document, 'createElement');
  const make: Original = (name, options) => (original as Original).call(document, name, options);
  const value: Original = (name, options) => MADE[name]?.(make) ?? make(name, options);
  Object.defineProperty(document, 'createElement', { value, configurable: true });
}
