/** The words of a shell command by their kind. Loaded when a command is looked at. */
import '../code/prism';
import 'prismjs/components/prism-bash';
import { type CodeToken, tokensIn } from '../code/tokens';

export type ShellToken = CodeToken;

export const shellTokens = (text: string): ShellToken[] => tokensIn(text, 'bash');
