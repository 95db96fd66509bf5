/** Healthy unless engine, worker or store have been away for a minute; what is wrong is printed. */
import { get } from 'node:http';
import { get as getSecure } from 'node:https';
import { text } from 'node:stream/consumers';

const port = process.env.PORT || '8080';
const signal = AbortSignal.timeout(5_000);
const answerOf = (ask, url, options) =>
  new Promise((resolve, reject) => ask(url, { signal, ...options }, resolve).once('error', reject));

const plain = await answerOf(get, `http://127.0.0.1:${port}/health`);
// With ARCHITECT_TLS what is plain is led to HTTPS. Its certificate is for other names, and this is our own container.
const answer =
  plain.statusCode === 308
    ? await answerOf(getSecure, `https://127.0.0.1:${port}/health`, { rejectUnauthorized: false })
    : plain;
const { status, trouble = [] } = JSON.parse(await text(answer));
process.stdout.write(`${[status, ...trouble].join('; ')}\n`);
process.exit(status === 'healthy' || status === 'degraded' ? 0 : 1);
