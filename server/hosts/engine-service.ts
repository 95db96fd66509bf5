/**
 * What a joined host may ask of the workflow engine: the work of its own queue, and what became of it. The engine itself
 * asks nobody who they are, so everything else ends here.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { hostQueue } from '../../workflows/contracts/wire-names';

const api = temporal.api.workflowservice.v1;
const SEAL_BYTES = 32;

/** Codes of gRPC. */
export const GRPC = { invalid: 3, denied: 7, unimplemented: 12, unavailable: 14 } as const;

export class GrpcRefusal extends Error {
  override readonly name = 'GrpcRefusal';
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** Whose work it is, of which the engine gave the token. */
export interface EngineSide {
  readonly connection: Connection;
  readonly namespace: string;
  /** Seals the tokens of tasks, so that a host can answer for its own only. */
  readonly key: string;
}

type Method = (request: Uint8Array) => Promise<Uint8Array>;

export function engineService({ connection, namespace, key }: EngineSide, host: string) {
  const { workflowService: engine } = connection;
  const seal = (token: Uint8Array): Buffer =>
    createHmac('sha256', key).update(`${host}\0`).update(token).digest();
  const sealed = (token: Uint8Array): Uint8Array => Buffer.concat([seal(token), token]);
  const opened = (given: Uint8Array | null | undefined): Uint8Array => {
    const bytes = given ?? new Uint8Array();
    const token = bytes.subarray(SEAL_BYTES);
    const wanted = seal(token);
    if (bytes.length <= SEAL_BYTES || !timingSafeEqual(bytes.subarray(0, SEAL_BYTES), wanted))
      throw new GrpcRefusal(GRPC.denied, `this is no task of host '${host}'`);
    return token;
  };
  const ours = (given: string | null | undefined): void => {
    if (given !== namespace)
      throw new GrpcRefusal(GRPC.denied, `a host works in the namespace '${namespace}' only`);
  };

  /** Answers for a task: a message with its token and the namespace. */
  const answering =
    <Request extends { taskToken: Uint8Array; namespace: string }, Response>(
      request: { decode(bytes: Uint8Array): Request },
      response: { encode(message: Response): { finish(): Uint8Array } },
      call: (request: Request) => Promise<Response>,
    ): Method =>
    async (bytes) => {
      const message = request.decode(bytes);
      ours(message.namespace);
      message.taskToken = opened(message.taskToken);
      return response.encode(await call(message)).finish();
    };

  const methods: Readonly<Record<string, Method>> = {
    GetSystemInfo: async (bytes) =>
      api.GetSystemInfoResponse.encode(
        await engine.getSystemInfo(api.GetSystemInfoRequest.decode(bytes)),
      ).finish(),
    async DescribeNamespace(bytes) {
      const request = api.DescribeNamespaceRequest.decode(bytes);
      ours(request.namespace);
      const { namespaceInfo = null } = await engine.describeNamespace(request);
      return api.DescribeNamespaceResponse.encode({ namespaceInfo }).finish();
    },
    async PollActivityTaskQueue(bytes) {
      const request = api.PollActivityTaskQueueRequest.decode(bytes);
      ours(request.namespace);
      if (request.taskQueue?.name !== hostQueue(host))
        throw new GrpcRefusal(GRPC.denied, `host '${host}' does the work of its own queue only`);
      const task = await engine.pollActivityTaskQueue(request);
      if (task.taskToken.length > 0) task.taskToken = sealed(task.taskToken);
      return api.PollActivityTaskQueueResponse.encode(task).finish();
    },
    RecordActivityTaskHeartbeat: answering(
      api.RecordActivityTaskHeartbeatRequest,
      api.RecordActivityTaskHeartbeatResponse,
      (request) => engine.recordActivityTaskHeartbeat(request),
    ),
    RespondActivityTaskCompleted: answering(
      api.RespondActivityTaskCompletedRequest,
      api.RespondActivityTaskCompletedResponse,
      (request) => engine.respondActivityTaskCompleted(request),
    ),
    RespondActivityTaskFailed: answering(
      api.RespondActivityTaskFailedRequest,
      api.RespondActivityTaskFailedResponse,
      (request) => engine.respondActivityTaskFailed(request),
    ),
    RespondActivityTaskCanceled: answering(
      api.RespondActivityTaskCanceledRequest,
      api.RespondActivityTaskCanceledResponse,
      (request) => engine.respondActivityTaskCanceled(request),
    ),
  };

  return {
    /** @throws GrpcRefusal where a host may not ask that */
    call(name: string, request: Uint8Array): Promise<Uint8Array> {
      const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
      if (!method) throw new GrpcRefusal(GRPC.unimplemented, `a host may not call ${name}`);
      return method(request);
    },
  };
}
