/** The page of phase plans: the list, the tree of one, and the editor for a new one. */
import { PlanBoard } from '../features/plans/board';
import { startPlans } from '../features/plans/page';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(<PlanBoard />, find('#plans', HTMLElement));
startPlans();
