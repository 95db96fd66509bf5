/** Files that a prompt names: kept by the server, whose path goes into the text. Loaded with the first of them. */
import { call } from '../../app/api';
import { state } from '../../app/state';
import { FieldError, type FormState } from '../../ui/form-state';
import { files as named, keepDraft } from './draft';

/** As the server takes. */
const MOST_BYTES = 10 * 1024 * 1024;
const MOST_FILES = 10;

export interface Place {
  readonly area: HTMLTextAreaElement;
  readonly form: FormState;
}

/** Asks for them. */
export function chooseFiles(place: Place): void {
  const input = document.createElement('input');
  Object.assign(input, { type: 'file', multiple: true });
  input.addEventListener('change', () => void attachFiles([...(input.files ?? [])], place));
  input.click();
}

/** Keeps them one after the other, and writes their paths where the caret is. */
export async function attachFiles(files: readonly File[], { area, form }: Place): Promise<void> {
  if (files.length > MOST_FILES) {
    form.say(`At most ${MOST_FILES} files at once.`);
    return;
  }
  let count = 0;
  try {
    for (const file of files) {
      if (file.size > MOST_BYTES) throw new FieldError('content', `${file.name} is larger than 10 MiB.`);
      form.say(`Keeping ${file.name || 'the picture'} …`);
      const content = await base64Of(file);
      const { path } = await call('POST /api/attachments', {
        body: { name: file.name.slice(-255), content },
      });
      insert(area, path);
      named.value = [...named.peek(), { name: file.name || 'a picture', path }];
      count += 1;
    }
    const elsewhere = hasOtherHosts() ? ' Sessions of other machines can’t read it there.' : '';
    form.say(`${count === 1 ? 'The file is' : `${count} files are`} kept for the agent.${elsewhere}`);
  } catch (error) {
    form.say('');
    form.fail(error, area.form);
  }
}

const hasOtherHosts = (): boolean => [...state.sessions.values()].some(({ name }) => name.includes('/'));

/** Apart from the words beside it. */
function insert(area: HTMLTextAreaElement, path: string): void {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const before = value.slice(0, start);
  const after = value.slice(end);
  const text = `${/\S$/.test(before) ? ' ' : ''}${path}${/^\S/.test(after) || after === '' ? ' ' : ''}`;
  area.setRangeText(text, start, end, 'end');
  keepDraft(area.value);
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve((reader.result as string).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new Error(`${file.name} can't be read.`));
    reader.readAsDataURL(file);
  });
}
