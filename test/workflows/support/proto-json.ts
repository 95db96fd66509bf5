/**
 * Histories as JSON, in the form of `temporal workflow show --output json`. The SDK's own converter needs one copy of
 * protobufjs for all its packages, which an installation doesn't always give; here the copy of the types is used.
 */
import type { WorkflowHandle } from '@temporalio/client';
import { createRequire } from 'node:module';
import type { Worker } from '@temporalio/worker';

export type ProtoHistory = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
export type ReplayHistory = Parameters<typeof Worker.runReplayHistory>[1];

interface ProtoJson {
  toJson(type: unknown, message: unknown): unknown;
  fromJson(type: unknown, json: unknown, options: object): ReplayHistory;
}
interface Root {
  lookupType(name: string): { fromObject(object: unknown): unknown };
}

const ofCommon = createRequire(require.resolve('@temporalio/common'));
const types: unknown = ofCommon('@temporalio/proto');
const { patchProtobufRoot } = ofCommon('@temporalio/proto/lib/patch-protobuf-root') as {
  patchProtobufRoot(root: unknown): Root;
};
const { toJson, fromJson } = createRequire(ofCommon.resolve('@temporalio/proto'))(
  'protobufjs/ext/protojson',
) as ProtoJson;
const HISTORY = patchProtobufRoot(types).lookupType('temporal.api.history.v1.History');

export function historyToJson(history: ProtoHistory): unknown {
  return toJson(HISTORY, HISTORY.fromObject(history));
}

export function historyFromJson(json: unknown): ReplayHistory {
  return fromJson(HISTORY, json, { ignoreUnknownFields: true });
}
