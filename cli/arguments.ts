/** Checks of arguments; each fault becomes a usage error that names what was expected. Ranges are the API's business. */
import { InvalidArgumentError } from 'commander';
import { parseServerUrl } from './locate';

export function wholeNumber(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

/** As scripts/lib/life.mjs takes it: told here, before anything is stopped or written for it. */
const MOST_WORKERS = 32;

export function workerCount(text: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) > MOST_WORKERS)
    throw new InvalidArgumentError(`Expected a number from 0 to ${MOST_WORKERS}.`);
  return Number(text);
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value <= 0) throw new InvalidArgumentError('Expected a number above 0.');
  return value;
}

export function number(text: string): number {
  if (!/^-?\d*\.?\d+$/.test(text)) throw new InvalidArgumentError('Expected a number.');
  return Number(text);
}

/** The number of a row: `42`, also `#42`. */
export function recordId(text: string): number {
  const id = /^#?([1-9]\d{0,14})$/.exec(text)?.[1];
  if (id === undefined) throw new InvalidArgumentError('Expected a number above 0.');
  return Number(id);
}

/** `42`, also as people copy it from elsewhere: `#42`, `prompt-42`. */
export function promptId(text: string): number {
  const id = /^(?:#|prompt-)?(\d{1,15})$/.exec(text)?.[1];
  if (id === undefined || Number(id) === 0)
    throw new InvalidArgumentError('Expected the number of a prompt.');
  return Number(id);
}

/** `7`, also as people copy it from elsewhere: `#7`, `confirmation-7`. */
export function confirmationId(text: string): number {
  const id = /^(?:#|confirmation-)?(\d{1,15})$/.exec(text)?.[1];
  if (id === undefined || Number(id) === 0) throw new InvalidArgumentError('Expected a number above 0.');
  return Number(id);
}

/** `42`, `#42`, `task-42`. */
export function taskId(text: string): number {
  const id = /^(?:#|task-)?(\d{1,15})$/.exec(text)?.[1];
  if (id === undefined || Number(id) === 0) throw new InvalidArgumentError('Expected the number of a task.');
  return Number(id);
}

export function jsonObject(text: string): Record<string, unknown> {
  const expected = 'Expected a JSON object, like \'{"project":"auth"}\'.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidArgumentError(expected);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidArgumentError(expected);
  return value as Record<string, unknown>;
}

/** Collects `NAME=value` pairs of a repeated option. */
export function environmentPair(text: string, previous: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Expected NAME=value.');
  return { ...previous, [name]: value };
}

/** Collects `name=value` pairs of a template's variables. */
export function variablePair(text: string, previous: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([A-Za-z_][\w-]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Expected name=value.');
  return { ...previous, [name]: value };
}

/** Collects `name=value` pairs of a repeated option; a value that is JSON is taken as such. */
export function fieldPair(text: string, previous: Record<string, unknown> = {}): Record<string, unknown> {
  const [, name, value] = /^([a-z_]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Expected name=value.');
  try {
    return { ...previous, [name]: JSON.parse(value) as unknown };
  } catch {
    return { ...previous, [name]: value };
  }
}

/** Some of `choices`, comma-separated and repeatable, as one comma-separated text. */
export const someOf =
  (choices: readonly string[]) =>
  (text: string, previous?: string): string => {
    const words = text
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
    if (words.length === 0 || !words.every((word) => choices.includes(word)))
      throw new InvalidArgumentError(`Expected some of ${choices.join(', ')}, separated by commas.`);
    return [previous, ...words].filter(Boolean).join(',');
  };

export function serverAddress(text: string): string {
  const url = parseServerUrl(text);
  if (url === undefined) throw new InvalidArgumentError('Expected an address like http://127.0.0.1:8080.');
  return url;
}
