/** The page of phase plans: the list, the tree of one, and the editor for a new one. */
import { onHash } from '../app/address';
import { PlanBoard } from '../features/plans/board';
import { openEditor } from '../features/plans/editor';
import { startPlans } from '../features/plans/page';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(<PlanBoard />, find('#plans', HTMLElement));
startPlans();
onHash(/^#\/new$/, () => openEditor());
