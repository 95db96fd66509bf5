/** An item in its form: saving, deleting, and what happens if somebody else saved it meanwhile. */
import { signal } from '@preact/signals';
import { ApiError } from '../../app/api';
import { FieldError, FormState } from '../../ui/form-state';
import { whoChanged, type ConflictFacts } from './conflict';
import { FIELDS, type Values } from './fields';
import { formModel, type FormModel } from './form-model';
import { NOUN, type Kind, type Thing } from './kinds';
import { removeThing } from './remove';
import { changeThing, makeThing } from './save';
import type { Place } from './url-state';

/** An item with the tag of what was read. */
export interface Read {
  readonly thing: Thing;
  readonly tag: string | undefined;
}
export interface EditingOptions {
  readonly place: Place;
  /** null: a new one. */
  readonly read: Read | null;
  readonly onSaved: (text: string, warning: string) => void;
  readonly onClose: () => void;
}

export function itemEditing({ place: { kind, filters }, read, onSaved, onClose }: EditingOptions) {
  const noun = NOUN[kind];
  const model = formModel(kind, read ? valuesOf(read.thing) : initial(kind, filters.project));
  const stored = signal(read);
  const conflict = signal<ConflictFacts | null>(null);
  const form = new FormState();

  function done(text: string, warning = ''): void {
    onClose();
    onSaved(text, warning);
  }
  async function change({ thing: { id }, tag }: Read, values: Values): Promise<void> {
    try {
      const changed = await changeThing(kind, id, values, tag);
      done(`Saved ${noun} #${id}.`, warningOf(changed));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
      const theirs = error.current as Thing;
      stored.value = { thing: theirs, tag: error.tag };
      conflict.value = { ...model.merge(valuesOf(theirs)), who: await whoChanged(kind, id) };
    }
  }

  return {
    model,
    /** What it was read as, or what somebody else saved since; null: it is a new one. */
    stored,
    conflict,
    form,
    async save(): Promise<void> {
      refuseUnknownFeature(model);
      const values = model.body(!read);
      if (!stored.value) {
        const made = await makeThing(kind, values);
        done(`Added ${noun} #${made.id}.`, warningOf(made));
      } else if (Object.keys(values).length === 0) onClose();
      else await change(stored.value, values);
    },
    takeTheirs(): void {
      model.takeTheirs();
      conflict.value = null;
      form.say('This is what they saved.');
    },
    async remove(thing: Thing): Promise<void> {
      const text = await removeThing(kind, thing);
      if (text) done(text);
    },
  };
}

/** A thing has all that a form of its kind has fields for. */
const valuesOf = (thing: Thing): Values => ({ ...thing });

/** What is wrong with it all the same. */
const warningOf = (thing: Thing): string => ('warning' in thing ? thing.warning : null) ?? '';

/** What a new one begins with. `project`: that of the filter. */
function initial(kind: Kind, project: string): Values {
  const fixed = FIELDS[kind].flat().map(({ name, initial: value }) => [name, value]);
  return { ...(Object.fromEntries(fixed) as Values), ...(project && { project_id: project }) };
}

function refuseUnknownFeature(model: FormModel): void {
  const wrong = model.fields.find((field) => field.type === 'feature' && /\D/.test(model.text(field).trim()));
  if (wrong) throw new FieldError(wrong.name, 'Choose one of the list, or write its number.');
}
