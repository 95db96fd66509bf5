/** Sessions that are made with programs of the test's own. The order counts where a comment says so. */
// While there are no standard sessions.
import './served/launch';
import './served/sessions';
