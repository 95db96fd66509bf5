/** Forms whose faults stand next to the fields they are about, and which are sent once at a time. */
// So that components follow the signals that they read.
import '@preact/signals';
import { createContext, type ComponentChildren, type VNode } from 'preact';
import { useContext, useMemo, useRef } from 'preact/hooks';
import { FieldError, FormState } from './form-state';

export const useForm = (): FormState => useMemo(() => new FormState(), []);

const FormContext = createContext<{ state: FormState; id: string } | null>(null);

interface FormProps {
  readonly id: string;
  readonly state: FormState;
  /** What it throws is shown at the fields. The button that was pressed, if it has a value, is told. */
  readonly send: (submitter: string) => Promise<void> | void;
  readonly class?: string;
  /** Its name, if nothing else on the page gives it one. */
  readonly label?: string;
  readonly hidden?: boolean;
  readonly onInput?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent & { currentTarget: HTMLFormElement }) => void;
  readonly children: ComponentChildren;
}

export function Form({
  id,
  state,
  send,
  class: look,
  label,
  hidden,
  onInput,
  onKeyDown,
  children,
}: FormProps): VNode {
  const form = useRef<HTMLFormElement>(null);
  const submit = async (submitter: string): Promise<void> => {
    if (state.busy.peek()) return;
    state.clear();
    state.busy.value = true;
    try {
      refuseBadNumbers(form.current);
      await send(submitter);
    } catch (error) {
      const field = state.fail(error, form.current);
      const control = field && form.current?.elements.namedItem(field);
      if (control instanceof HTMLElement) control.focus();
    } finally {
      state.busy.value = false;
    }
  };
  return (
    <form
      id={id}
      class={look ?? 'form'}
      aria-label={label}
      ref={form}
      noValidate
      hidden={hidden}
      onClick={(event) => {
        // The second click of a double click would send once more what the first has sent.
        const isSubmit = event.target instanceof Element && event.target.closest('[type=submit]');
        if (isSubmit && event.detail > 1) event.preventDefault();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        const { submitter } = event;
        void submit(submitter instanceof HTMLButtonElement ? submitter.value : '');
      }}
      onInput={({ target }) => {
        if (target instanceof Element) state.forget(target.getAttribute('name') ?? '');
        onInput?.();
      }}
      onKeyDown={onKeyDown}
    >
      <FormContext.Provider value={useMemo(() => ({ state, id }), [state, id])}>
        {children}
      </FormContext.Provider>
    </form>
  );
}

/** A field for numbers that holds something else says that it is empty. */
function refuseBadNumbers(form: HTMLFormElement | null): void {
  for (const control of form?.elements ?? []) {
    if (control instanceof HTMLInputElement && control.validity.badInput) {
      throw new FieldError(control.name, 'Write a number.');
    }
  }
}

/** The line at a form's end that says how it went. */
export function FormMessage(): VNode {
  const { state } = useFormContext();
  const said = state.message.value;
  return (
    <p class="form-message" role="status" data-tone={said?.tone ?? 'ok'}>
      {said?.content}
    </p>
  );
}

/** The button that sends the form; disabled while that goes on. */
export function SubmitButton({
  class: look = 'button-primary',
  value,
  disabled = false,
  autoFocus = false,
  own = false,
  children,
}: {
  class?: string;
  value?: string;
  disabled?: boolean;
  autoFocus?: boolean;
  /** What it sends concerns who sends it alone: whoever may only look may do that too. */
  own?: boolean;
  children: ComponentChildren;
}): VNode {
  const { state } = useFormContext();
  return (
    <button
      type="submit"
      data-own={own ? '' : undefined}
      class={`button ${look}`}
      value={value}
      disabled={disabled || state.busy.value}
      autoFocus={autoFocus}
    >
      {children}
    </button>
  );
}

function useFormContext(): { state: FormState; id: string } {
  const found = useContext(FormContext);
  if (!found) throw new Error('A field stands outside of a form.');
  return found;
}

/** What a control of a field gets. */
export interface ControlProps {
  readonly id: string;
  readonly name: string;
  readonly 'aria-invalid': boolean | undefined;
  readonly 'aria-describedby': string | undefined;
}

export interface FieldProps {
  readonly id: string;
  readonly name: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  /** The control: `{(control) => <input {...control} />}`. */
  readonly children: (control: ControlProps) => ComponentChildren;
}

/** A labelled control with its hint and what is wrong with it. */
export function Field({ id, name, label, hint, children }: FieldProps): VNode {
  const { state, id: formId } = useFormContext();
  const fault = state.faults.value[name];
  const faultId = `${formId}-${name}-error`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        name,
        'aria-invalid': fault ? true : undefined,
        'aria-describedby': fault ? faultId : undefined,
      })}
      {hint && <p class="hint">{hint}</p>}
      {fault && (
        <p id={faultId} class="field-error" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
