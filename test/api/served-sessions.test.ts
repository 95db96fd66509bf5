/** What is done with sessions and their dialogs, on one dashboard; the modules say what. The order counts where a comment says so. */
// While no session runs an agent.
import './served/prompts';
import './served/emptied';
import './served/confirm';
import './served/confirm-rules';
import './served/session-changes';
