/** The form of one item: what is in it, and what of that differs from what was read. */
import { signal } from '@preact/signals';
import { FIELDS, textOf, valueOf, type Field, type FieldName, type Values } from './fields';
import type { Kind } from './kinds';

/** What differs after somebody else saved it, and what of theirs was taken over. */
export interface Merge {
  readonly differing: readonly { readonly field: Field; readonly theirs: string; readonly mine: string }[];
  readonly merged: readonly { readonly field: Field; readonly text: string }[];
}

export function formModel(kind: Kind, initial: Values) {
  const fields = FIELDS[kind].flat();
  const textsOf = (values: Values) =>
    new Map<FieldName, string>(fields.map((field) => [field.name, textOf(field, values)]));
  /** What is compared with. */
  let base = initial;
  const texts = signal<ReadonlyMap<FieldName, string>>(textsOf(initial));

  const text = (field: Field): string => texts.value.get(field.name) ?? '';
  const differs = (field: Field): boolean => text(field) !== textOf(field, base);
  function write(field: Field, next: string): void {
    texts.value = new Map(texts.peek()).set(field.name, next);
  }

  return {
    fields,
    text,
    write,
    isChanged: () => fields.some(differs),
    /** What to send: of a new item all that is filled in, otherwise what differs. */
    body(isNew: boolean): Values {
      const wanted = fields.filter((field) =>
        isNew ? text(field) !== '' || field.required === true : differs(field),
      );
      return Object.fromEntries(wanted.map((field) => [field.name, valueOf(field, text(field))]));
    },
    /** Brings in what they changed and the person didn't; from now on it is compared with theirs. */
    merge(theirs: Values): Merge {
      const changed = fields.filter((field) => textOf(field, theirs) !== textOf(field, base));
      const merged = changed
        .filter((field) => !differs(field))
        .map((field) => ({ field, text: textOf(field, theirs) }));
      for (const { field, text: next } of merged) write(field, next);
      base = theirs;
      const differing = fields
        .filter(differs)
        .map((field) => ({ field, theirs: textOf(field, theirs), mine: text(field) }));
      return { differing, merged };
    },
    takeTheirs(): void {
      texts.value = textsOf(base);
    },
  };
}
export type FormModel = ReturnType<typeof formModel>;
