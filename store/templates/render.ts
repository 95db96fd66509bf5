/** Templates: texts in which `{{name}}` stands for a value. Each place is filled once; what a value holds stays as it is. */

export interface TemplateText {
  readonly name: string;
  readonly text: string;
  /** Values of variables that nobody has to give. */
  readonly defaults: Readonly<Record<string, string>>;
}

export interface TemplateFault {
  /** `variables.title` */
  readonly field: string;
  readonly message: string;
}

export type Values = Readonly<Record<string, string>>;

/** A backslash before it makes it plain text. */
const PLACE = /(\\?)\{\{\s*([A-Za-z_][\w-]{0,63})\s*\}\}/g;

/** The names of its variables, in their order. */
export function variablesOf(text: string): string[] {
  const names = [...text.matchAll(PLACE)].flatMap(([, escape, name]) => (escape ? [] : [name ?? '']));
  return [...new Set(names)];
}

/** What is wrong with the values; empty: nothing. */
export function valueFaults({ name, text, defaults }: TemplateText, values: Values): TemplateFault[] {
  const variables = variablesOf(text);
  const known = variables.length === 0 ? 'it has none' : `it has ${variables.join(', ')}`;
  const missing = variables.filter((one) => !Object.hasOwn(values, one) && !Object.hasOwn(defaults, one));
  const unknown = Object.keys(values).filter((one) => !variables.includes(one));
  return [
    ...missing.map((one) => fault(one, `template '${name}' asks for it: give it a value`)),
    ...unknown.map((one) => fault(one, `template '${name}' has no such variable; ${known}`)),
  ];
}

const fault = (name: string, message: string): TemplateFault => ({ field: `variables.${name}`, message });

/** @param values without faults */
export function rendered({ text, defaults }: TemplateText, values: Values): string {
  const all: Values = { ...defaults, ...values };
  return text.replace(PLACE, (place: string, escape: string, name: string) =>
    escape ? place.slice(1) : (all[name] ?? ''),
  );
}
