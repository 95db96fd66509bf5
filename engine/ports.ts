/** The ports of the embedded engine. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { Config } from '../config';
import { EngineError, type HttpDoor } from './types';

/** In bytes; nobody guesses so many. */
const SECRET_NAME_BYTES = 24;

export interface EnginePorts extends HttpDoor {
  readonly port: number;
}

/**
 * The ports of the settings, 0 replaced by a free one. That of the Web UI, which isn't the engine's, is only looked at:
 * nothing is to be started for nothing.
 * @throws EngineError naming the port and its setting, where it can't be had
 */
export async function choosePorts(temporal: Config['temporal']): Promise<EnginePorts> {
  if (temporal.port !== 0 && temporal.port === temporal.uiPort) {
    throw new EngineError(
      `TEMPORAL_PORT and TEMPORAL_UI_PORT are both ${temporal.port}: set one of them to another port.`,
      'configuration',
    );
  }
  const port = await claim(temporal.port, 'TEMPORAL_PORT', 'the workflow engine');
  await claim(temporal.uiPort, 'TEMPORAL_UI_PORT', "the workflow engine's web page");
  return { port, ...(await httpDoor()) };
}

/** A free port and a new name. */
export async function httpDoor(): Promise<HttpDoor> {
  return {
    httpPort: await freePort(),
    httpHost: `${randomBytes(SECRET_NAME_BYTES).toString('hex')}.invalid`,
  };
}

export function freePort(): Promise<number> {
  return listenOnce(0);
}

async function claim(port: number, setting: string, purpose: string): Promise<number> {
  try {
    return await listenOnce(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what =
      code === 'EADDRINUSE'
        ? 'is taken by another program'
        : `can't be listened on (${code ?? String(error)})`;
    throw new EngineError(
      `Port ${port}, wanted for ${purpose}, ${what}. Stop that program, or set ${setting} to a free port (${setting}=0 picks one).`,
      'configuration',
      { cause: error },
    );
  }
}

/** Resolves to the port, free again; rejects with the error of listen(2). */
function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const actual = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(actual));
    });
  });
}
