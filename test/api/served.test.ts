/** What is asked of a dashboard and needs none of its own; the modules say what. The order counts where a comment says so. */
// Before there are sessions but that of the first start.
import './served/fields';
import './served/requests';
import './served/secrets';
import './served/schedules';
import './served/warnings';
import './served/tasks';
// Ends with an address that is locked out.
import './served/login';
// Ends the server, and looks at its log.
import './served/quiet-log';
