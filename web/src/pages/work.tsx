/** The page of work: features, bugs and projects, and the search over everything. */
import { startEvents } from '../app/events';
import { startBanner } from '../features/shell/banner';
import { reportErrors } from '../app/errors';
import { Search } from '../features/search/search';
import { WorkBoard } from '../features/work-items/board';
import { startWork } from '../features/work-items/page';
import { startHealth } from '../features/shell/health';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

reportErrors();
startBanner();
startHealth();
mount(
  <>
    <Search />
    <section class="panel">
      <WorkBoard />
    </section>
  </>,
  find('#work', HTMLElement),
);
find('#skip-to-list', HTMLElement).addEventListener('click', (event) => {
  event.preventDefault();
  find('#work-list', HTMLElement).focus();
});
startWork();
startEvents();
