/** The search attributes of our workflows, by which the Temporal UI lists and filters them. */
import type { Connection } from '@temporalio/client';
import { ALREADY_EXISTS, hasGrpcCode } from './grpc';

export const SEARCH_ATTRIBUTES = {
  PromptStatus: 'Keyword',
  TmuxSession: 'Keyword',
  Provider: 'Keyword',
  Priority: 'Int',
  Project: 'Keyword',
  Host: 'Keyword',
} as const;

/** Numbers of temporal.api.enums.v1.IndexedValueType. */
const INDEXED_VALUE_TYPES = { Keyword: 2, Int: 3 } as const;

/** Registers those the namespace lacks. @throws the gRPC error of a cluster that doesn't allow it */
export async function ensureSearchAttributes(
  connection: Pick<Connection, 'operatorService'>,
  namespace: string,
): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => !(name in customAttributes));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(
    missing.map(([name, type]) => [name, INDEXED_VALUE_TYPES[type]]),
  );
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    // Another process was faster.
    if (!hasGrpcCode(error, ALREADY_EXISTS)) throw error;
  }
}
