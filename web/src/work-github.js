/**
 * The dialog of a project's GitHub: its issues come in, pull requests of its features go out.
 * @import { Project } from '../../api/document/api-types'
 * @import { Answer } from '../../api/document/client-types'
 */
import { call } from './app/api';
import { openDialog } from './dialogs';
import { h, safeUrl, setAttribute, setMessage } from './dom';
import { githubForm } from './work-github-form';
import { fixedTime } from './time';
import { addressOf } from './work-place';

/** @typedef {Answer<'GET /api/projects/:id/github'>} Github */

/** @param {Project} project @param {() => void} changed called when issues came in */
export function openGithub({ id, name }, changed) {
  const message = h('p', { class: 'panel-message', role: 'status', hidden: true });
  const facts = h('div', { class: 'dialog-body github-facts' }, 'Reading…');
  const whole = h('input', { type: 'checkbox', id: 'github-full' });
  const button = h('button', { type: 'button', class: 'button' }, 'Import now');
  const again = h('button', { type: 'button', class: 'button button-quiet' }, 'Look again');
  const settings = githubForm(id, (answer) => {
    show(answer);
    say('Saved the settings.', 'ok');
  });
  const dialog = openDialog(
    { title: `GitHub: ${name}`, class: 'dialog-github' },
    message,
    facts,
    h(
      'div',
      { class: 'github-import' },
      button,
      again,
      h(
        'label',
        { for: 'github-full', class: 'check' },
        whole,
        ' all issues, not only what changed since the last import',
      ),
    ),
    settings.form,
  );
  button.focus();

  const say = (text, tone) => {
    setMessage(message, text);
    setAttribute(message, 'data-tone', tone);
  };
  /** @param {Github} github */
  function show(github) {
    facts.replaceChildren(...content(github, () => dialog.close()));
    settings.update(github);
  }
  async function read() {
    try {
      show(await call('GET /api/projects/:id/github', { params: { id } }));
    } catch (error) {
      say(error.message, 'bad');
    }
  }
  button.addEventListener('click', async () => {
    if (button.disabled) return;
    button.disabled = true;
    say('Importing the issues…', 'ok');
    try {
      const body = { full: whole.checked };
      const { created, updated, state } = await call('POST /api/projects/:id/github/import', {
        params: { id },
        body,
      });
      if (state === 'running')
        say('It takes longer and goes on by itself: “Look again” tells how it ended.', 'ok');
      else say(`Imported: ${created} made, ${updated} changed.`, 'ok');
      changed();
    } catch (error) {
      say(error.message, 'bad');
    } finally {
      button.disabled = false;
    }
    await read();
  });
  again.addEventListener('click', read);
  void read();
}

/** @param {Github} github @param {() => void} close */
function content({ repository, import: last, links, pull_requests: pulls, pull_requests_due: due }, close) {
  const row = (label, ...values) => h('div', {}, h('dt', {}, label), h('dd', {}, ...values));
  const feature = (id) =>
    h('a', { href: addressOf({ kind: 'features', open: id }), onclick: close }, `feature #${id}`);
  return [
    h(
      'dl',
      { class: 'github-list' },
      row('Repository', repository ?? 'not known yet: the first import finds it'),
      row('Last import', ...importWords(last)),
      row('Issues', `${links.total.toLocaleString()} in the record`),
      pulls.length > 0 &&
        row(
          'Pull requests',
          list(pulls, (pull) => [
            h(
              'a',
              { href: safeUrl(pull.url), target: '_blank', rel: 'noopener' },
              `#${pull.number} ${pull.head}`,
            ),
            ' of ',
            feature(pull.feature_id),
          ]),
        ),
      due.length > 0 &&
        row(
          'Due',
          list(due, ({ feature_id: id, error }) => [feature(id), `: ${error ?? 'it is being made'}`]),
        ),
    ),
  ];
}

/** @template Item @param {readonly Item[]} items @param {(item: Item) => any[]} parts */
const list = (items, parts) => h('ul', {}, ...items.map((item) => h('li', {}, ...parts(item))));

/** @param {Github['import']} last */
function importWords(last) {
  if (!last) return ['none yet'];
  const at = last.ended_at ?? last.started_at;
  const when = at ? [', ', fixedTime(at)] : [];
  if (last.state === 'running') return ['runs', ...when];
  if (last.state === 'failed')
    return [h('span', { class: 'github-fault' }, `failed: ${last.error ?? 'no reason given'}`), ...when];
  return [`${last.created} made, ${last.updated} changed`, ...when];
}
