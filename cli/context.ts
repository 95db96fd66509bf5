/** What every command gets: the streams, the global options and the client, made when it is first wanted. */
import { type Config, loadConfig } from '../config';
import { ApiClient } from './client';
import { EXIT } from './errors';
import type { Io } from './io';
import { apiToken, serverUrl } from './locate';
import { withoutControl } from '../workflows/contracts/control-characters';
import { painter } from './output';

/** An answer to a dialog is seen through to its end first. */
const REQUEST_TIMEOUT_MS = 25_000;

export interface GlobalOptions {
  readonly json?: boolean;
  readonly url?: string;
}

export class Context {
  /** What the command ends with when nothing is thrown. */
  exitCode: number = EXIT.ok;
  #client: ApiClient | undefined;

  constructor(
    readonly io: Io,
    private readonly globalOptions: () => GlobalOptions,
  ) {}

  get json(): boolean {
    return this.globalOptions().json === true;
  }

  /** @throws ConfigError when the settings can't be used. */
  get client(): ApiClient {
    this.#client ??= this.#connect();
    return this.#client;
  }

  /** The settings, for commands that work on the data directory itself. @throws ConfigError */
  get config(): Config {
    return { ...loadConfig(), ...this.io.config };
  }

  /** Writes the API's answer as JSON where that is asked for, else what `forPeople` makes of it. */
  async show<T>(answer: T, forPeople: (answer: T) => string | Promise<string>): Promise<void> {
    if (!this.json) this.write(await forPeople(answer));
    else if (answer !== undefined) this.write(`${JSON.stringify(answer, null, 2)}\n`);
  }

  write(text: string): void {
    this.io.stdout.write(text);
  }

  /** Text of others (answers, screens), ending in a line end: cleaned for a terminal, exact for a pipe or a file. */
  writeForeign(text: string): void {
    const clean = this.io.stdout.isTTY === true ? withoutControl(text) : text;
    this.write(clean === '' || clean.endsWith('\n') ? clean : `${clean}\n`);
  }

  /** As `writeForeign`, of a text that comes in parts: no line end is added. */
  writePart(text: string): void {
    this.write(this.io.stdout.isTTY === true ? withoutControl(text) : text);
  }

  /** Progress and faults, beside the output proper. */
  notice(message: string): void {
    this.io.stderr.write(`${painter(this.io.stderr)('bold', 'architect:')} ${withoutControl(message)}\n`);
  }

  #connect(): ApiClient {
    const { config } = this;
    const url = this.globalOptions().url ?? serverUrl(config);
    return new ApiClient({
      url,
      token: apiToken(config, url),
      user: config.user,
      password: config.password,
      timeoutMs: REQUEST_TIMEOUT_MS,
      signal: this.io.outputClosed,
    });
  }
}
