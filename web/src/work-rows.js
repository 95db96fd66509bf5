/**
 * The rows of each kind, with what their buttons do.
 * @import { Project } from '../../api/document/api-types'
 * @import { View } from './dom'
 * @import { Item, Kind, Thing } from './work-kinds'
 */
import { call } from './app/api';
import { runScan, scanWords } from './milestone-scan';
import { openGithub } from './work-github';
import { DONE, NOUN, ROUTES } from './work-kinds';
import { addressOf, readPlace } from './work-place';
import { projectRow } from './work-project-row';
import { openPull, pullOf } from './work-pulls';
import { itemRow } from './work-row';
import { say } from './work-say';
import { openSend } from './work-send';

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
