/** The prompt that is open: the one that the address names, `#/prompt/42`. */
import { signal } from '@preact/signals-core';

/** 0: none. */
export const promptIn = (hash: string): number => Number(/^#\/prompt\/(\d+)$/.exec(hash)?.[1] ?? 0);

/** 0: none. */
export const openId = signal(0);
