/** Entry point of the `architect` command: everything that touches the process itself. */
import { runCli } from './run';

export { runCli } from './run';

export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  const outputClosed = new AbortController();
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // `architect prompts | head`: the reader has seen enough, which is no fault.
      if (error.code !== 'EPIPE') throw error;
      if (stream === process.stdout) outputClosed.abort();
    });
  }
  const exitCode = await runCli(argv, { outputClosed: outputClosed.signal });
  // Not process.exit(): it would cut what a pipe has still to take, and end the server `serve` has started.
  if (exitCode !== 0) process.exitCode = exitCode;
}

if (require.main === module) void main();
