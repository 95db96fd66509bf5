/** The page of work: features, bugs and projects, and the search over everything. */
import { loadMilestones, Milestones } from '../features/milestones/milestones';
import { Search } from '../features/search/search';
import { WorkBoard } from '../features/work-items/board';
import { startWork } from '../features/work-items/page';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(
  <>
    <Search />
    <section class="panel">
      <WorkBoard />
    </section>
    <Milestones />
  </>,
  find('#work', HTMLElement),
);
find('#skip-to-list', HTMLElement).addEventListener('click', (event) => {
  event.preventDefault();
  find('#work-list', HTMLElement).focus();
});
startWork();
loadMilestones();
