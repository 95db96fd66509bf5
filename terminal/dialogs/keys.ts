/** Which keys choose an option of a dialog as it stands. Pure. */
import type { Answer } from '../../workflows/contracts/confirmation';
import type { AgentProgram, Dialog } from '../../agents/types';

export interface Keys {
  readonly keys: readonly string[];
  /** False: they only move the mark; look again before the next ones. */
  readonly answers: boolean;
}

/** The option for an answer, by its label; -1 where it can't be told. Numbers mean something else in each dialog. */
export function optionFor(
  dialog: { readonly options: readonly { readonly label: string }[] },
  answer: Answer,
  agent: AgentProgram | undefined,
): number {
  const pattern = agent?.answers?.[answer];
  if (!pattern) return -1;
  const fitting = dialog.options.flatMap(({ label }, index) => (pattern.test(label) ? [index] : []));
  return fitting.length === 1 ? (fitting[0] as number) : -1;
}

/** By the option's own key; where it has none the mark is moved onto it, seen there, and Enter pressed. */
export function keysFor({ options }: Dialog, index: number): Keys | undefined {
  const option = options[index];
  if (!option) return undefined;
  if (option.key !== undefined) return { keys: [option.key], answers: true };
  if (option.selected) return { keys: ['Enter'], answers: true };
  const marked = options.findIndex(({ selected }) => selected);
  if (marked < 0) return undefined;
  const steps = index - marked;
  return { keys: Array<string>(Math.abs(steps)).fill(steps > 0 ? 'Down' : 'Up'), answers: false };
}
