/** What every command gets: the streams, the global options and the client, made when it is first wanted. */
import { hostname } from 'node:os';
import type { Config } from '../config';
import { uncheckedPlace } from '../config/place';
import { ApiClient, type Connection } from './client';
import { EXIT } from './errors';
import type { Io } from './io';
import { apiToken, isThisMachine, serverUrl } from './locate';
import { servedCertificateOf } from '../server/http-client';
import { escapeInJson, readable } from '../workflows/contracts/control-characters';
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

  /** A person named an address. */
  get asksElsewhere(): boolean {
    return this.globalOptions().url !== undefined;
  }

  /** Whether the terminals of the server that is asked are those of this machine. */
  async asksHere(): Promise<boolean> {
    return isThisMachine(new URL((await this.#connect()).url).hostname, hostname());
  }

  get client(): ApiClient {
    this.#client ??= new ApiClient({
      connection: () => this.#connect(),
      login: () => this.config(),
      timeoutMs: REQUEST_TIMEOUT_MS,
      signal: this.io.outputClosed,
    });
    return this.#client;
  }

  /** The settings, for commands that work on the data directory itself. @throws ConfigError */
  async config(): Promise<Config> {
    // Loaded here: most commands need no setting, and the checks take longer to load than all else.
    const { loadConfig } = await import('../config/index.js');
    return { ...loadConfig(), ...this.io.config };
  }

  /** Where the dashboard is by the settings. @throws ConfigError when they can't be used. */
  async place(): Promise<Pick<Config, 'dataDir' | 'port'>> {
    return { ...(uncheckedPlace() ?? (await this.config())), ...this.io.config };
  }

  /** Writes the API's answer as JSON where that is asked for, else what `forPeople` makes of it. */
  async show<T>(answer: T, forPeople: (answer: T) => string | Promise<string>): Promise<void> {
    if (!this.json) this.write(await forPeople(answer));
    else if (answer !== undefined) this.write(`${escapeInJson(JSON.stringify(answer, null, 2))}\n`);
  }

  write(text: string): void {
    this.io.stdout.write(text);
  }

  /** Text of others (answers, screens), ending in a line end: cleaned for a terminal, exact for a pipe or a file. */
  writeForeign(text: string): void {
    const clean = this.io.stdout.isTTY === true ? readable(text) : text;
    this.write(clean === '' || clean.endsWith('\n') ? clean : `${clean}\n`);
  }

  /** As `writeForeign`, of a text that comes in parts: no line end is added. */
  writePart(text: string): void {
    this.write(this.io.stdout.isTTY === true ? readable(text) : text);
  }

  /** Progress and faults, beside the output proper. */
  notice(message: string): void {
    this.io.stderr.write(`${painter(this.io.stderr)('bold', 'architect:')} ${readable(message)}\n`);
  }

  async #connect(): Promise<Connection> {
    const place = await this.place();
    const url = this.globalOptions().url ?? serverUrl(place);
    return {
      url,
      token: apiToken({ dataDir: place.dataDir, hostName: hostname() }, url),
      certificate: url.startsWith('https:') ? servedCertificateOf(place.dataDir) : undefined,
    };
  }
}
