/** The page of the API document. */
import { ApiReference } from '../features/api-docs/api-reference';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(<ApiReference />, find('#reference', HTMLElement));
