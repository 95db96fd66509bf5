/** What this browser remembers for itself. */
import type { VNode } from 'preact';
import { SingleKeys } from '../keys/single-keys';
import { showKeys } from '../keys/show';

export const ThisBrowser = (): VNode => (
  <section class="panel" aria-labelledby="browser-title">
    <div class="panel-head">
      <h2 id="browser-title">This browser</h2>
      <div class="panel-actions">
        <button type="button" class="button button-small" onClick={() => void showKeys()}>
          Show the keys
        </button>
      </div>
    </div>
    <div class="panel-body">
      <SingleKeys />
    </div>
  </section>
);
