/** The page of prompts that are queued again and again, and of templates. */
import { loadRecurring } from '../features/recurring/load';
import { NewRecurringForm } from '../features/recurring/new-recurring';
import { RecurringList } from '../features/recurring/recurring';
import { TemplateList } from '../features/recurring/templates';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(
  <>
    <RecurringList />
    <NewRecurringForm />
    <TemplateList />
  </>,
  find('#recurring-page', HTMLElement),
);
loadRecurring();
