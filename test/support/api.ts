/** The API on a record in a directory of its own, in this process; its engine is away. Answers are compared with the API document. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApiDocument } from '../../api/document/openapi';
import { loadConfig } from '../../config';
import type { Store } from '../../store';
import type { Models } from '../../workflows/contracts/models';
import { type ApiDocument, contractOf } from './contract';
import type { Answer } from './dashboard';
import { openRecord } from './record';
import { appOn, TOKEN } from './routes';

export interface TestApi {
  readonly url: string;
  readonly token: string;
  readonly dir: string;
  readonly store: Store;
  /** A body makes it a POST unless `method` says otherwise. */
  call(
    path: string,
    options?: { method?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer>;
  close(): Promise<void>;
}

const contract = contractOf(openApiDocument('0') as unknown as ApiDocument);

/**
 * @param replace parts of the store that a test has its own of
 * @param modelsOf the language models; none otherwise
 * @param settings as in the environment
 */
export async function startApi(
  replace: (dir: string) => Partial<Store> = () => ({}),
  modelsOf?: (store: Store) => Models,
  settings: Record<string, string> = {},
): Promise<TestApi> {
  const dir = mkdtempSync(join(tmpdir(), 'architect-api-'));
  const opened = openRecord({ dataDir: dir });
  const store = { ...opened, ...replace(dir) };
  const handler = appOn(
    store,
    modelsOf?.(store),
    loadConfig({ ARCHITECT_DATA_DIR: dir, ...settings }),
  ).callback();
  const server = createServer((req, res) => void handler(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token: TOKEN,
    dir,
    store,
    async call(path, { method, body, headers = {} } = {}) {
      const verb = method ?? (body === undefined ? 'GET' : 'POST');
      const response = await fetch(url + path, {
        method: verb,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer = {
        status: response.status,
        headers: response.headers,
        body: text === '' ? null : JSON.parse(text),
      };
      expect(contract({ method: verb, path, ...answer })).toEqual([]);
      return answer;
    },
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      opened.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
