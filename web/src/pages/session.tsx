/** The page of one session: its terminal, live, and what is known of it. */
import { effect } from '@preact/signals';
import { parameter } from '../app/address';
import { startShell } from '../features/shell/shell';
import { name } from '../features/terminal/model';
import { readPrompts } from '../features/terminal/prompts';
import { SessionSide } from '../features/terminal/side';
import { playBack, TerminalPanel } from '../features/terminal/terminal-panel';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
const title = document.title;
effect(() => {
  document.title = name.value === '' ? title : `${name.value} · ${title}`;
});
mount(
  <>
    <TerminalPanel />
    <SessionSide />
  </>,
  find('#session', HTMLElement),
);
if (name.peek() !== '') readPrompts();
if (parameter('at')) playBack();
