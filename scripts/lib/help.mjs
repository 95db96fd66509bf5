/** Help of the commands that set things up: printed before anything is installed or built. */
import process from 'node:process';

/** Prints `text` where the command line asks for help. */
export function askedForHelp(text, args = process.argv.slice(2)) {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  if (!own.some((arg) => arg === '--help' || arg === '-h')) return false;
  process.stdout.write(text);
  return true;
}
