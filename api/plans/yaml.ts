import { stringify } from 'yaml';

/** Long texts as blocks, as people write them. */
export const planYaml = (input: object): string => stringify(input, { lineWidth: 0, blockQuote: 'literal' });
