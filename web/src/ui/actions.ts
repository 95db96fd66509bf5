/** What a press on a button sends. A press while it is under way, and the second of a double click, belong to the first. */
import { type Signal, signal, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { messageOf } from '../app/api';

/** Tells actions of one kind apart, such as those of the rows of a list. */
type Key = string | number;

/** What `press` gave out. */
const presses = new WeakSet<object>();
export const isPress = (handler: unknown): boolean => typeof handler === 'function' && presses.has(handler);

export class Actions {
  readonly #underWay = signal<ReadonlySet<Key>>(new Set());

  /** `failed` gets what an action throws; `begun` is told of each: what was said of the one before is over. */
  constructor(
    private readonly failed: (error: unknown) => void,
    private readonly begun: () => void = () => undefined,
  ) {}

  /** Follows the action. */
  isBusy(key: Key = ''): boolean {
    return this.#underWay.value.has(key);
  }

  /** Does it, unless it is under way already. */
  async run(does: () => Promise<unknown>, key: Key = ''): Promise<void> {
    if (this.#underWay.peek().has(key)) return;
    this.#underWay.value = new Set(this.#underWay.peek()).add(key);
    this.begun();
    try {
      await does();
    } catch (error) {
      this.failed(error);
    } finally {
      this.#underWay.value = new Set([...this.#underWay.peek()].filter((each) => each !== key));
    }
  }

  /** What a button does when it is pressed: `onClick={actions.press(() => call(…))}`. */
  press(does: () => Promise<unknown>, key: Key = ''): (event: MouseEvent) => void {
    const pressed = ({ detail: clicks }: MouseEvent): void => {
      if (clicks <= 1) void this.run(does, key);
    };
    presses.add(pressed);
    return pressed;
  }
}

export const useActions = (failed: (error: unknown) => void, begun?: () => void): Actions =>
  // oxlint-disable-next-line react/exhaustive-deps -- whatever is drawn anew, what is under way goes on
  useMemo(() => new Actions(failed, begun), []);

interface ToldActions {
  readonly actions: Actions;
  /** Why the last of them failed; empty if it didn't. */
  readonly problem: Signal<string>;
}

export function useToldActions(): ToldActions {
  const problem = useSignal('');
  const actions = useActions(
    (error) => (problem.value = messageOf(error)),
    () => (problem.value = ''),
  );
  return { actions, problem };
}
