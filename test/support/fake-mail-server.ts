/** A mail server (RFC 5321) of the test's own: it takes mails, or does to them what the test wants. */
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly login: string | undefined;
  readonly secure: boolean;
  readonly text: string;
}

/** What it does in the place of its usual answer to this word (`.` = the end of the text). */
export type Word = 'connect' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | '.';
/** `cut`, `hang`, or what it says. */
export type Trick = string;

export interface MailServerOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Takes a login. */
  readonly auth?: boolean;
}

export class FakeMailServer {
  readonly mails: Mail[] = [];
  /** Everything that was said to it. */
  readonly said: string[] = [];
  /** Nobody of these is here. */
  refuses: readonly string[] = [];
  tricks: Partial<Record<Word, Trick>> = {};
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((socket) => this.serve(socket));

  constructor(private readonly options: MailServerOptions = {}) {}

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private serve(plain: Socket): void {
    this.sockets.add(plain);
    let socket: Socket = plain;
    let mail = { from: '', to: [] as string[], login: undefined as string | undefined, text: '' };
    let reading = false;
    let rest = '';
    const answer = (word: Word, usual: string): void => {
      const trick = this.tricks[word];
      if (trick === 'hang') return;
      if (trick === 'cut') plain.destroy();
      else socket.write(`${trick ?? usual}\r\n`);
    };
    const line = (text: string): void => {
      if (reading) {
        if (text !== '.') return void (mail.text += `${text}\r\n`);
        reading = false;
        const taken = this.tricks['.'] ?? '250 taken';
        if (taken.startsWith('250')) this.mails.push({ ...mail, secure: socket !== plain });
        return answer('.', '250 taken');
      }
      this.said.push(text);
      const word = text.split(/[ :]/)[0]?.toUpperCase() ?? '';
      const address = /<(.*?)>/.exec(text)?.[1] ?? '';
      if (word === 'EHLO') {
        const tls = this.options.tls && socket === plain ? ['250-STARTTLS'] : [];
        const auth = this.options.auth ? ['250-AUTH PLAIN'] : [];
        answer('EHLO', ['250-here', ...tls, ...auth, '250 OK'].join('\r\n'));
      } else if (word === 'STARTTLS') {
        plain.write('220 go\r\n');
        plain.removeAllListeners('data');
        socket = new TLSSocket(plain, { isServer: true, ...this.options.tls });
        socket.on('error', () => undefined);
        socket.on('data', read);
      } else if (word === 'AUTH') {
        mail.login = Buffer.from(text.split(' ')[2] ?? '', 'base64').toString();
        answer('AUTH', '235 welcome');
      } else if (word === 'MAIL') {
        mail = { from: address, to: [], login: mail.login, text: '' };
        answer('MAIL', '250 OK');
      } else if (word === 'RCPT') {
        if (this.refuses.includes(address)) return void socket.write('550 nobody here\r\n');
        mail.to.push(address);
        answer('RCPT', '250 OK');
      } else if (word === 'DATA') {
        reading = (this.tricks.DATA ?? '354').startsWith('354');
        answer('DATA', '354 go on');
      } else socket.write('250 OK\r\n');
    };
    const read = (data: Buffer): void => {
      const lines = (rest + data.toString('utf8')).split('\r\n');
      rest = lines.pop() ?? '';
      lines.forEach(line);
    };
    plain.on('error', () => undefined);
    plain.on('close', () => this.sockets.delete(plain));
    plain.on('data', read);
    answer('connect', '220 here ESMTP');
  }
}
