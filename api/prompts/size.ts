/** How long a prompt may be. */
import { MAX_CONTENT_BYTES } from '../../store/prompts/limits';
import { HttpError } from '../http/errors';

/** @throws HttpError 413, which names the field */
export function checkSize(field: string, text: string): void {
  if (Buffer.byteLength(text) <= MAX_CONTENT_BYTES) return;
  const message = `expected at most ${MAX_CONTENT_BYTES} bytes`;
  throw new HttpError(413, 'too_large', `${field}: ${message}`, [{ field, message }]);
}
