/** A server that behaves like GitHub's API, as far as it is used: tokens, pages, limits, issues, branches, pull requests. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const TOKEN = 'ghp_a-token-that-nobody-else-may-see';
const REPOSITORY = 'acme/app';

export interface FakeIssue {
  number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  updated_at: string;
  closed_at: string | null;
  labels: { name: string }[];
  html_url: string;
  pull_request?: object;
}

interface FakePull {
  number: number;
  html_url: string;
  head: string;
  base: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
  merged: boolean;
  merge_commit_sha: string | null;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

const ok = (body: unknown, headers?: Record<string, string>): Answer => ({
  status: 200,
  body,
  ...(headers && { headers }),
});
const notFound: Answer = { status: 404, body: { message: 'Not Found' } };

export class FakeGithub {
  readonly issues: FakeIssue[] = [];
  readonly branches = new Set(['main']);
  readonly pulls: FakePull[] = [];
  /** `METHOD /path?query` of every request. */
  readonly calls: string[] = [];
  /** Answers given before anything is looked at, one a request. */
  readonly troubles: (Answer | 'hang up')[] = [];
  /** Called before a pull request is made: another may be faster. */
  beforePull: () => void = () => {};
  private readonly server = createServer((request, response) => void this.answer(request, response));

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/v3`;
  }

  addIssue(fields: Partial<FakeIssue> = {}): FakeIssue {
    const number = this.issues.length + 1;
    const issue: FakeIssue = {
      ...{ number, title: `Issue ${number}`, body: `Text of ${number}`, state: 'open', closed_at: null },
      ...{ updated_at: '2026-11-01T10:00:00Z', labels: [], html_url: `https://git.example/${number}` },
      ...fields,
    };
    this.issues.push(issue);
    return issue;
  }

  addPull(head: string, base: string, title = 'by hand', body = ''): FakePull {
    const number = 900 + this.pulls.length;
    const url = `https://git.example/pull/${number}`;
    const pull: FakePull = {
      ...{ number, html_url: url, head, base, title, body },
      ...{ state: 'open', merged: false, merge_commit_sha: null },
    };
    this.pulls.push(pull);
    return pull;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    this.calls.push(`${request.method} ${request.url}`);
    const trouble = this.troubles.shift();
    if (trouble === 'hang up') {
      request.socket.destroy();
      return;
    }
    const found = trouble ?? this.route(request, text === '' ? {} : JSON.parse(text));
    response.writeHead(found.status, {
      'Content-Type': 'application/json; charset=utf-8',
      'X-RateLimit-Remaining': '4999',
      ...found.headers,
    });
    response.end(found.status === 304 ? undefined : JSON.stringify(found.body));
  }

  private route(request: IncomingMessage, body: Record<string, string>): Answer {
    if (request.headers.authorization !== `token ${TOKEN}`) {
      return { status: 401, body: { message: 'Bad credentials' } };
    }
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    const [, path] = /^\/api\/v3\/repos\/(.+)$/.exec(pathname) ?? [];
    if (!path?.startsWith(REPOSITORY)) return notFound;
    const rest = path.slice(REPOSITORY.length);
    if (rest === '') return ok({ full_name: REPOSITORY, default_branch: 'main' });
    if (rest === '/issues') return this.listIssues(searchParams);
    if (rest === '/pulls' && request.method === 'POST') return this.makePull(body);
    if (rest === '/pulls')
      return ok(this.openPulls(searchParams).map(({ head: _, base: __, ...pull }) => pull));
    const [, number] = /^\/pulls\/(\d+)$/.exec(rest) ?? [];
    if (number !== undefined) return this.showPull(Number(number), request.headers['if-none-match']);
    const [, branch] = /^\/branches\/(.+)$/.exec(rest) ?? [];
    if (branch && this.branches.has(decodeURIComponent(branch))) return ok({ name: branch });
    return notFound;
  }

  private listIssues(query: URLSearchParams): Answer {
    const since = query.get('since');
    const size = Number(query.get('per_page') ?? 30);
    const page = Number(query.get('page') ?? 1);
    const all = this.issues.filter(({ updated_at: at }) => since === null || at >= since.replace('.000', ''));
    const wanted = all.filter(({ state }) => query.get('state') === 'all' || state === 'open');
    const next = new URLSearchParams(query);
    next.set('page', String(page + 1));
    const link = `<${this.url}/repositories/1/issues?${next.toString()}>; rel="next", <${this.url}/x?page=9>; rel="last"`;
    return ok(
      wanted.slice((page - 1) * size, page * size),
      wanted.length > page * size ? { Link: link } : undefined,
    );
  }

  private showPull(number: number, known: string | undefined): Answer {
    const pull = this.pulls.find((one) => one.number === number);
    if (!pull) return notFound;
    const { head: _, base: __, ...shown } = pull;
    const etag = `W/"${createHash('sha256').update(JSON.stringify(shown)).digest('hex')}"`;
    return known === etag ? { status: 304, body: null, headers: { ETag: etag } } : ok(shown, { ETag: etag });
  }

  private openPulls(query: URLSearchParams): FakePull[] {
    return this.pulls.filter(
      ({ head, base, state }) =>
        state === 'open' && `acme:${head}` === query.get('head') && base === query.get('base'),
    );
  }

  private makePull({ head = '', base = '', title = '', body = '' }: Record<string, string>): Answer {
    this.beforePull();
    if (this.pulls.some((pull) => pull.head === head && pull.base === base)) {
      const message = `A pull request already exists for acme:${head}.`;
      return { status: 422, body: { message: 'Validation Failed', errors: [{ message }] } };
    }
    return { status: 201, body: this.addPull(head, base, title, body) };
  }
}
