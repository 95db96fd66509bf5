/** The list of the keys, and the switch that has single ones do nothing. */
import type { VNode } from 'preact';
import { Dialog, openDialog } from '../../ui/dialog';
import { allKeys, singleKeys } from '../../ui/keys';

const ANYWHERE = [
  { keys: 'Ctrl K', words: 'Find a page, session, prompt or action; Cmd K on a Mac' },
  { keys: 'Ctrl Enter', words: 'Queue the prompt that is being written' },
] as const;

export function openKeys(): void {
  openDialog((close) => (
    <Dialog id="keys" title="Keys" class="dialog-fields" onClose={close}>
      <div class="dialog-body">
        <SingleKeys />
        <List title="While writing, too" keys={ANYWHERE} />
        <List title="On this page" keys={allKeys().filter(({ keys }) => !keys.startsWith('g '))} />
        <List title="To another page" keys={allKeys().filter(({ keys }) => keys.startsWith('g '))} />
      </div>
    </Dialog>
  ));
}

/** Some people's voice control or hands press keys that they don't mean. */
export const SingleKeys = (): VNode => (
  <label class="check" for="single-keys">
    <input
      id="single-keys"
      type="checkbox"
      checked={singleKeys.areOn}
      onChange={({ currentTarget }) => singleKeys.switch(currentTarget.checked)}
    />
    Single keys do something. This browser remembers it.
  </label>
);

interface Shown {
  readonly keys: string;
  readonly words: string;
}

const List = ({ title, keys }: { title: string; keys: readonly Shown[] }): VNode | null =>
  keys.length > 0 ? (
    <section class="keys" aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {keys.map(({ keys: pressed, words }) => (
          <div key={pressed}>
            <dt>
              {pressed.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  ) : null;
