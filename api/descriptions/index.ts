/** Every route of the API. A new file of descriptions is added here. */
import { confirmationDescriptions } from './confirmations';
import { githubDescriptions } from './github';
import { historyDescriptions } from './history';
import { milestoneDescriptions } from './milestones';
import { promptDescriptions } from './prompts';
import { recordDescriptions } from './record';
import { sessionDescriptions } from './sessions';
import { systemDescriptions } from './system';
import { taskDescriptions } from './tasks';
import { upkeepDescriptions } from './upkeep';
import { vaultDescriptions } from './vault';

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
