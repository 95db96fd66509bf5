/** The page's own lines for how something went. */
import { find, setAttribute, setMessage } from './dom';

/** @param {string} text @param {'ok' | 'warn' | 'bad'} [tone] */
export function say(text, tone = 'ok') {
  const line = find('#work-message');
  setMessage(line, text);
  setAttribute(line, 'data-tone', tone);
}

/** What couldn't be read; null: it could. @param {Error | null} error */
export const fail = (error) => setMessage(find('#work-error'), error?.message);
