/** What the buttons of the rows do. */
import { signal } from '@preact/signals';
import type { Project } from '../../../../api/document/api-types';
import { messageOf } from '../../app/api';
import { runScan, scanWords } from '../milestones/scan';
import { openMilestone } from '../milestones/milestone-dialog';
import { openGithub } from '../github/github-dialog';
import { openPull } from '../github/pull-dialog';
import type { ProjectActions } from '../projects/row';
import { DONE, kindOf, NOUN, type Item } from './kinds';
import { place, refreshRow, reload, say } from './page';
import type { ItemActions } from './row';
import { changeThing } from './save';
import { openSend } from './send-dialog';
import { addressOf } from './url-state';

/** Rows for which something goes on: their button waits for it. */
const busy = signal<ReadonlySet<number>>(new Set());

async function once(id: number, does: () => Promise<void>): Promise<void> {
  if (busy.peek().has(id)) return;
  busy.value = new Set(busy.peek()).add(id);
  try {
    await does();
  } catch (error) {
    say(messageOf(error), 'bad');
  } finally {
    busy.value = new Set([...busy.peek()].filter((one) => one !== id));
  }
}
const shared = {
  address: (id: number) => addressOf({ ...place.value, open: id }),
  isBusy: (id: number) => busy.value.has(id),
};

export const itemActions: ItemActions = {
  ...shared,
  send: (item) => openSend(item, (text, warning) => refreshRow(item.id, text, warning)),
  pull: (item) => openPull(item, (text) => refreshRow(item.id, text)),
  done: (item) => void once(item.id, () => markDone(item)),
};

/** A person's word that it is done, by one click. */
async function markDone(item: Item): Promise<void> {
  const { id } = item;
  const kind = kindOf(item);
  await changeThing(kind, id, { status: DONE[kind] });
  refreshRow(id, `Marked ${NOUN[kind]} #${id} ${DONE[kind]}.`);
}

export const projectActions: ProjectActions = {
  ...shared,
  scan: (project) => void once(project.id, () => scan(project)),
  github: (project) => openGithub(project, () => void reload()),
  milestone: (id) => openMilestone(id, () => void reload()),
};

async function scan({ id, name }: Project): Promise<void> {
  say(`Scanning ${name}…`);
  const { text, tone } = scanWords(await runScan(id));
  say(text, tone);
  await reload();
}
