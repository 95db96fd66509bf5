/** The page of all that needs a person. */
import { startNeeds } from '../features/needs/needs';
import { startNotifications } from '../features/needs/notify';
import { startTitle } from '../features/shell/needs-counter';
import { startShell } from '../features/shell/shell';

startShell();
startNeeds({ all: true });
startNotifications();
startTitle();
