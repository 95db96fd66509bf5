/** The page of the queue: all prompts, and the receipt of one. */
import { startPauseLine } from '../features/queue/pause';
import { startQueue } from '../features/queue/queue';
import { startReceipt } from '../features/receipt/start';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';

startShell();
startPauseLine({ canResume: true });
startQueue({ canCompose: true });
startReceipt({ beside: find('#prompt-beside', HTMLElement) });
