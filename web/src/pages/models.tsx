/** The page of language models: providers and their breakers, what is spent, and budgets. */
import { BudgetList } from '../features/models/budgets';
import { loadModels } from '../features/models/load';
import { NewBudgetForm } from '../features/models/new-budget';
import { Providers } from '../features/models/providers';
import { Usage } from '../features/models/usage';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(
  <>
    <Providers />
    <section class="panel" aria-labelledby="budgets-title">
      <div class="panel-head">
        <h2 id="budgets-title">Budgets</h2>
      </div>
      <BudgetList />
      <NewBudgetForm />
    </section>
    <Usage />
  </>,
  find('#models-page', HTMLElement),
);
loadModels();
