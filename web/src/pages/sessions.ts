/** The page of the sessions. */
import { startReceipt } from '../features/receipt/start';
import { startSessions } from '../features/sessions/sessions';
import { startShell } from '../features/shell/shell';

startShell();
startSessions();
startReceipt();
