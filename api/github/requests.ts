/** What requests about GitHub may hold. */
import { z } from 'zod';
import { shortText, yesOrNo } from '../http/fields';

export const importIssues = z.strictObject({ full: yesOrNo.default(false) }).default({ full: false });
export const githubSettings = z.strictObject({
  secret: shortText(200).nullish(),
  remote: shortText(100)
    .regex(/^\w[\w.-]*$/, { error: 'expected the name of a git remote, like origin' })
    .nullish(),
  auto_pull_request: yesOrNo.default(false),
});
/** As git allows them, but for what a URL or a shell would read otherwise. */
const branchName = shortText(250).regex(/^(?![-/.])(?!.*(?:\.\.|\/\/|@\{))[^\s~^:?*[\\]+(?<![/.])$/, {
  error: 'expected the name of a branch',
});
export const makePullRequest = z
  .strictObject({ branch: branchName.nullish(), base: branchName.nullish() })
  .default({});
