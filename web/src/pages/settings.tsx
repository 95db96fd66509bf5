/** The page of the settings: what is in force and from where, and what this browser remembers. */
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
    <InForce />
  </>,
  find('#settings-page', HTMLElement),
);
loadSettings();
