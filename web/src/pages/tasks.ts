/** The page of background tasks, and the output of one. */
import { startShell } from '../features/shell/shell';
import { startTasks } from '../features/tasks/tasks';

startShell();
startTasks();
