/** Every route of the API. A new file of descriptions is added here. */
import { historyDescriptions } from './history';
import { promptDescriptions } from './prompts';
import { recordDescriptions } from './record';
import { sessionDescriptions } from './sessions';
import { systemDescriptions } from './system';

export const DESCRIPTIONS = {
  ...promptDescriptions,
  ...sessionDescriptions,
  ...recordDescriptions,
  ...historyDescriptions,
  ...systemDescriptions,
};
