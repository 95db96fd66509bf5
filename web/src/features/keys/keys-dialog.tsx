/** The list of the keys, and the switch that has single ones do nothing. */
import type { VNode } from 'preact';
import { Dialog, openDialog } from '../../ui/dialog';
import { allKeys } from '../../ui/keys';
import { SingleKeys } from './single-keys';

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
              {pressed.split(/[ +]/).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  ) : null;
