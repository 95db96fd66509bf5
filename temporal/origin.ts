/** Workflows know the request that started them (workflows/contracts/origin.ts): in a header, and in the memo for people. */
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Origin } from '../workflows/contracts/origin';
import { ORIGIN_HEADER } from '../workflows/contracts/wire-names';

/** @param origin of what is started now */
export function originInterceptor(origin: () => Origin): WorkflowClientInterceptor {
  return {
    startWithDetails(input, next) {
      const from = origin();
      if (Object.keys(from).length === 0) return next(input);
      const headers = { ...input.headers, [ORIGIN_HEADER]: defaultPayloadConverter.toPayload(from) };
      const { options } = input;
      const memo =
        from.requestId === undefined ? options.memo : { ...options.memo, requestId: from.requestId };
      return next({ ...input, headers, options: { ...options, ...(memo && { memo }) } });
    },
  };
}
