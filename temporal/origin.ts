/** Workflows know the request that started them (workflows/contracts/origin.ts): in a header, and in the memo for people. */
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Origin } from '../workflows/contracts/origin';
import { ORIGIN_HEADER } from '../workflows/contracts/wire-names';

export interface Started {
  readonly type: string;
  readonly workflowId: string;
}

/** Runs a start, and says where it comes from. */
export type AroundStart = <T>(started: Started, start: (origin: Origin) => Promise<T>) => Promise<T>;

export function originInterceptor(around: AroundStart): WorkflowClientInterceptor {
  return {
    startWithDetails: (input, next) => {
      const { options, workflowType: type } = input;
      return around({ type, workflowId: options.workflowId }, (origin) => {
        const { requestId } = origin;
        if (Object.keys(origin).length === 0) return next(input);
        const headers = { ...input.headers, [ORIGIN_HEADER]: defaultPayloadConverter.toPayload(origin) };
        const memo = requestId === undefined ? options.memo : { ...options.memo, requestId };
        return next({ ...input, headers, options: { ...options, ...(memo && { memo }) } });
      });
    },
  };
}
