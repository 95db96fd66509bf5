/** The gRPC status codes the engine is asked about. */
import { isGrpcServiceError } from '@temporalio/client';

export const NOT_FOUND = 5;
export const ALREADY_EXISTS = 6;

export function hasGrpcCode(error: unknown, code: number): boolean {
  if (!isGrpcServiceError(error)) return false;
  const actual: number = error.code;
  return actual === code;
}
