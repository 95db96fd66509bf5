/** Refuses bodies that aren't UTF-8: the parser would put U+FFFD in the place of bytes, and that would be kept. */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, unzipSync } from 'node:zlib';
import type { Middleware, ParameterizedContext } from 'koa';
import { HttpError } from '../http/errors';

/** Larger ones are refused by the parser, unless they are compressed and hold next to nothing. */
const MAX_KEPT_BYTES = 2 * 1024 * 1024;
const REPLACEMENT = '\uFFFD';

/** Does `parse`, whose text tells whether there is a doubt; only the bytes tell U+FFFD that was sent from one that was put in. */
export function utf8Only(parse: Middleware, maxKeptBytes = MAX_KEPT_BYTES): Middleware {
  return async (ctx, next) => {
    if (!hasBody(ctx)) {
      await parse(ctx, next);
      return;
    }
    const sent = keepSent(ctx.req, maxKeptBytes);
    try {
      await parse(ctx, () => Promise.resolve());
    } finally {
      sent.stop();
    }
    const text = ctx.request.rawBody as string | undefined;
    if (text?.includes(REPLACEMENT) && !isUtf8(unpacked(sent.bytes(), ctx.get('Content-Encoding'))))
      throw new HttpError(400, 'malformed_json', "The body isn't UTF-8.");
    await next();
  };
}

/** Chunked bodies have no length. */
export function hasBody(ctx: ParameterizedContext): boolean {
  return ctx.get('Transfer-Encoding') !== '' || Number(ctx.get('Content-Length')) > 0;
}

/** Keeps what the parser is given, in the order in which it comes. */
function keepSent(req: IncomingMessage, maxKeptBytes: number) {
  const chunks: Buffer[] = [];
  let size = 0;
  const keep = (chunk: Buffer): void => {
    size += chunk.length;
    if (size <= maxKeptBytes) chunks.push(chunk);
  };
  // The parser listens before the first chunk comes: that is in a later turn.
  req.on('data', keep);
  return {
    bytes: () => Buffer.concat(chunks),
    /** What the parser left unread is pulled off the wire, or its sender, still writing, would not get the answer. */
    stop: () => void req.off('data', keep).resume(),
  };
}

/** The codings that the parser takes, which has unpacked it before, within its limit. */
function unpacked(bytes: Buffer, coding: string): Buffer {
  if (coding === 'gzip' || coding === 'deflate') return unzipSync(bytes);
  return coding === 'br' ? brotliDecompressSync(bytes) : bytes;
}
