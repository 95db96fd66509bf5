/** The page of the settings: what is in force and from where, what this browser remembers, and its notifications. */
import { PushPanel } from '../features/push/push-panel';
import { load } from '../features/push/state';
import { InForce } from '../features/settings/in-force';
import { loadSettings } from '../features/settings/load';
import { ThisBrowser } from '../features/settings/this-browser';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(
  <>
    <ThisBrowser />
    <PushPanel />
    <InForce />
  </>,
  find('#settings-page', HTMLElement),
);
loadSettings();
void load();
