/** The page of what could be better. */
import { Improvements } from '../features/improvements/improvements';
import { loadImprovements } from '../features/improvements/load';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(<Improvements />, find('#improvements-page', HTMLElement));
loadImprovements();
