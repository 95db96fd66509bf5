/** The prompt whose receipt an address names, `#/prompt/42`; 0: none. */
export const promptIn = (hash: string): number => Number(/^#\/prompt\/(\d+)$/.exec(hash)?.[1] ?? 0);
