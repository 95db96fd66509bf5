/** The page of the API document. */
import { ApiReference } from '../features/api-docs/api-reference';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

mount(<ApiReference />, find('#reference', HTMLElement));
