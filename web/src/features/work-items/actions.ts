/** What the buttons of the rows do. */
import type { Project } from '../../../../api/document/api-types';
import { messageOf } from '../../app/api';
import { Actions } from '../../ui/actions';
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

/** By the numbers of the rows: their buttons wait for it. */
const actions = new Actions((error) => say(messageOf(error), 'bad'));
const shared = {
  address: (id: number) => addressOf({ ...place.value, open: id }),
  isBusy: (id: number) => actions.isBusy(id),
};

export const itemActions: ItemActions = {
  ...shared,
  send: (item) => openSend(item, (text, warning) => refreshRow(item.id, text, warning)),
  pull: (item) => openPull(item, (text) => refreshRow(item.id, text)),
  done: (item) => void actions.run(() => markDone(item), item.id),
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
  scan: (project) => void actions.run(() => scan(project), project.id),
  github: (project) => openGithub(project, () => void reload()),
  milestone: (id) => openMilestone(id, () => void reload()),
};

async function scan({ id, name }: Project): Promise<void> {
  say(`Scanning ${name}…`);
  const { text, tone } = scanWords(await runScan(id));
  say(text, tone);
  await reload();
}
