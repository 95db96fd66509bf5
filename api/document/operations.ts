/** Every route of the API. A new file of descriptions is added here. */
import { confirmationDescriptions } from '../confirmations/operations';
import { githubDescriptions } from '../github/operations';
import { historyDescriptions } from '../history/operations';
import { milestoneDescriptions } from '../milestones/operations';
import { promptDescriptions } from '../prompts/operations';
import { recordDescriptions } from '../work-items/operations';
import { sessionDescriptions } from '../sessions/operations';
import { systemDescriptions } from '../system/operations';
import { taskDescriptions } from '../tasks/operations';
import { upkeepDescriptions } from '../maintenance/operations';
import { vaultDescriptions } from '../vault/operations';

export const DESCRIPTIONS = {
  ...promptDescriptions,
  ...sessionDescriptions,
  ...confirmationDescriptions,
  ...taskDescriptions,
  ...recordDescriptions,
  ...milestoneDescriptions,
  ...githubDescriptions,
  ...historyDescriptions,
  ...vaultDescriptions,
  ...upkeepDescriptions,
  ...systemDescriptions,
};
