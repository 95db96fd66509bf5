import type { VNode } from 'preact';
import { singleKeys } from '../../ui/keys';

/** The switch of single keys: some people's voice control or hands press keys that they don't mean. */
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
