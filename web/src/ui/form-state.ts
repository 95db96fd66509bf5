/** How a form's sending goes, and what is wrong with its fields. */
import { signal } from '@preact/signals-core';
import type { ComponentChildren } from 'preact';
import { ApiError, messageOf } from '../app/api';
import { sentence } from './text';

/** Of a wrong field, told before anything is sent: `throw new FieldError('name', 'Give it a name.')`. */
export class FieldError extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
    this.name = 'FieldError';
  }
}

export interface Message {
  readonly content: ComponentChildren;
  readonly tone: 'ok' | 'bad';
}

export class FormState {
  readonly busy = signal(false);
  readonly message = signal<Message | null>(null);
  /** What is wrong, by the fields' names. */
  readonly faults = signal<Readonly<Record<string, string>>>({});

  say(content: ComponentChildren, tone: Message['tone'] = 'ok'): void {
    this.message.value = content ? { content, tone } : null;
  }
  clear(): void {
    this.faults.value = {};
    this.message.value = null;
  }
  /** A mended field loses its message as soon as it is changed. */
  forget(field: string): void {
    if (!(field in this.faults.peek())) return;
    const { [field]: _, ...rest } = this.faults.peek();
    this.faults.value = rest;
  }
  /**
   * Shows a fault: at the fields that its details name, the rest at the form's end.
   * @returns the first of the fields
   */
  fail(error: unknown, form: HTMLFormElement | null): string | undefined {
    const details =
      error instanceof FieldError
        ? [{ field: error.field, message: error.message }]
        : error instanceof ApiError
          ? error.details
          : [];
    const isHere = (field: string): boolean => form?.elements.namedItem(field) instanceof HTMLElement;
    const here = details.filter(({ field }) => isHere(field));
    const rest = details.filter(({ field }) => !isHere(field));
    this.faults.value = Object.fromEntries(here.map(({ field, message }) => [field, sentence(message)]));
    if (rest.length) this.say(rest.map(({ field, message }) => `${field}: ${message}`).join('; '), 'bad');
    else if (!here.length) this.say(messageOf(error), 'bad');
    return here[0]?.field;
  }
}
