/** The page on which changes of files are reviewed: of a session's directory, or of a prompt. */
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';

startShell();
const query = new URLSearchParams(location.search);
const what = query.has('prompt') ? `Prompt #${query.get('prompt')}` : query.get('session');
if (what) document.title = `${what} · ${document.title}`;
const place = find('#review', HTMLElement);
// By itself: what it shares with other pages stays with those that begin with it.
void import('../features/review/start').then(({ start }) => start(place));
