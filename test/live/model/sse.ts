/** An answer as server-sent events, written while it is made up. */
import type { ServerResponse } from 'node:http';
import type { Step } from './steps';

export class EventWriter {
  constructor(private readonly response: ServerResponse) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': 'req_test' });
  }

  get gone(): boolean {
    return this.response.destroyed;
  }

  send(type: string, data: Readonly<Record<string, unknown>>): void {
    if (!this.gone) this.response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  }

  end(): void {
    this.response.end();
  }

  /** Gives the pieces of a text: all words at once, or the rest when its gate is opened; none after the agent hung up. */
  async *pieces({ text, gate }: Extract<Step, { kind: 'say' }>): AsyncGenerator<string> {
    const words = text.split(/(?<=\s)/);
    const [first = '', ...rest] = words;
    yield first;
    if (gate) {
      gate.reach();
      await Promise.race([gate.opened, this.hungUp()]);
    }
    for (const word of rest) {
      if (this.gone) return;
      yield word;
    }
  }

  private hungUp(): Promise<void> {
    return new Promise((resolve) => {
      if (this.gone) resolve();
      else this.response.once('close', () => resolve());
    });
  }
}
