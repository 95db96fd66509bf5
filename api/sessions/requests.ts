/** What requests about sessions may hold. */
import { z } from 'zod';
import { SESSION_STATES } from '../../workflows/contracts/glossary';
import {
  content,
  environment,
  provider,
  secretNames,
  shortText,
  someOf,
  someOfFields,
  whole,
} from '../http/fields';

/** tmux uses `.` and `:` in targets, `=`, `@`, `$`, `%` to mark ids. */
const sessionName = shortText(100).regex(
  /^(?:[A-Za-z0-9][A-Za-z0-9_-]{0,39}\/)?[\p{L}\p{N}_][\p{L}\p{N}_+-]*( [\p{L}\p{N}_+-]+)*$/u,
  {
    error:
      'expected letters, digits, _, - and +, beginning with a letter or digit, of another machine with its host in front: host/name',
  },
);

export const newSession = z.strictObject({
  name: sessionName,
  provider,
  specialty: shortText(50).default('general'),
  working_dir: shortText(4096).startsWith('/', { error: 'expected an absolute path' }).nullish(),
  project_id: whole(1, Number.MAX_SAFE_INTEGER).nullish(),
  command: shortText(4096).nullish(),
  env: environment,
  secrets: secretNames,
});

/** Without a host in front: a session stays where it is. */
export const renameSession = z.strictObject({
  name: sessionName.regex(/^[^/]*$/, { error: 'expected a name without a host' }),
});

/** null takes a person's word back. */
export const changeSession = someOfFields(
  z.strictObject({
    provider: provider.nullable().optional(),
    specialty: shortText(50).nullable().optional(),
  }),
);

export const tmuxSend = z.strictObject({ session: shortText(), command: content });

export const sessionQuery = z.object({ status: someOf(SESSION_STATES).optional() });
