/**
 * Shows a task's output as it comes. The browser takes a broken stream up again where it was. A tab in the background
 * has none: a browser allows six connections to a server, for all tabs together.
 * @import { TaskLogPart } from '../../api/document/api-types'
 */

/** Kept on the page; the whole is in the task's log. */
const MAX_CHARS = 1_000_000;

/**
 * @param {number} id
 * @param {HTMLElement} target
 * @param {(error: Error) => void} failed
 */
export function followOutput(id, target, failed) {
  /** @type {EventSource | null} */
  let source = null;
  let offset = 0;
  let wanted = true;

  function open() {
    wanted = true;
    if (document.hidden) return;
    source = new EventSource(`/api/tasks/${id}/log?follow=true&offset=${offset}`);
    source.addEventListener('output', (event) => {
      /** @type {TaskLogPart} */
      const part = JSON.parse(event.data);
      offset = part.next_offset;
      append(target, part.text);
    });
    source.addEventListener('end', () => {
      close();
      wanted = false;
    });
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      wanted = false;
      failed(new Error('The output can’t be followed any more: close this and open it again.'));
    });
  }

  function close() {
    source?.close();
    source = null;
  }
  const turn = () => {
    if (document.hidden) close();
    else if (wanted && !source) open();
  };

  document.addEventListener('visibilitychange', turn);
  open();
  return {
    /** More output may come, although the stream has ended. */
    goOn() {
      if (!source) open();
    },
    stop() {
      document.removeEventListener('visibilitychange', turn);
      wanted = false;
      close();
    },
  };
}

function append(target, text) {
  // The newest lines are at the bottom; someone who scrolled up to read is left there.
  const atEnd = target.scrollHeight - target.scrollTop - target.clientHeight < 8;
  target.append(text);
  if (target.textContent.length > MAX_CHARS) target.replaceChildren(target.textContent.slice(-MAX_CHARS / 2));
  if (atEnd) target.scrollTop = target.scrollHeight;
}
