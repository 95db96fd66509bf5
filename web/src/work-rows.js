/**
 * The rows of each kind, with what their buttons do.
 * @import { Project } from '../../api/document/api-types'
 * @import { View } from './dom.js'
 * @import { Item, Kind, Thing } from './work-kinds.js'
 */
import { call } from './api.js';
import { runScan, scanWords } from './milestone-scan.js';
import { openGithub } from './work-github.js';
import { DONE, NOUN, ROUTES } from './work-kinds.js';
import { addressOf, readPlace } from './work-place.js';
import { projectRow } from './work-project-row.js';
import { openPull, pullOf } from './work-pulls.js';
import { itemRow } from './work-row.js';
import { say } from './work-say.js';
import { openSend } from './work-send.js';

/**
 * @typedef {{ reload: () => Promise<void>, sent: (id: number, text: string, warning?: string) => void }} Page `sent`: one row changed
 */

/** @param {Kind} kind @param {Page} page @returns {(thing: Thing) => View<any>} */
export function rowFor(kind, { reload, sent }) {
  const address = (id) => addressOf({ ...readPlace(), open: id });
  if (kind === 'projects') {
    const scan = (project, button) => scanProject(project, button, reload);
    const actions = { address, scan, github: (project) => openGithub(project, reload), changed: reload };
    return (thing) => projectRow(/** @type {Project} */ (thing), actions);
  }
  const actions = {
    ...{ address, pullOf },
    send: (item) => openSend(kind, item, sent),
    done: (item, button) => markDone(kind, item, { button, sent }),
    pull: (item) => openPull(item, (text) => sent(item.id, text)),
  };
  return (thing) => itemRow(kind, /** @type {Item} */ (thing), actions);
}

/**
 * A person's word that it is done, by one click.
 * @param {'features' | 'bugs'} kind @param {Item} item @param {{ button: any, sent: Page['sent'] }} page
 */
async function markDone(kind, { id }, { button, sent }) {
  if (button.disabled) return;
  button.disabled = true;
  try {
    // Each route's statuses are those of its kind.
    const body = /** @type {any} */ ({ status: DONE[kind] });
    await call(ROUTES[kind].change, { params: { id }, body });
    sent(id, `Marked ${NOUN[kind]} #${id} ${DONE[kind]}.`);
  } catch (error) {
    say(error.message, 'bad');
  } finally {
    button.disabled = false;
  }
}

/** @param {Project} project @param {any} button @param {() => Promise<void>} reload */
async function scanProject({ id, name }, button, reload) {
  if (button.disabled) return;
  button.disabled = true;
  say(`Scanning ${name}…`);
  try {
    const { text, tone } = scanWords(await runScan(id));
    say(text, tone);
    await reload();
  } catch (error) {
    say(error.message, 'bad');
  } finally {
    button.disabled = false;
  }
}
