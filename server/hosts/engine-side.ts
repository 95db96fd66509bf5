/** The connection to the engine on which the work of joined hosts is asked for. */
import { Connection } from '@temporalio/client';
import type { Config } from '../../config';
import { connectionOptions, type Engine } from '../../engine';
import type { EngineSide } from './engine-service';

export interface EngineSideOptions {
  readonly temporal: Config['temporal'];
  readonly key: string;
  readonly engine: () => Engine | undefined;
}

/** Connects when a host asks for the first time. */
export function engineSide({ temporal, key, engine }: EngineSideOptions) {
  let side: EngineSide | undefined;
  return {
    get(): EngineSide | undefined {
      const now = engine();
      if (now?.state() !== 'up') return undefined;
      side ??= {
        connection: Connection.lazy(connectionOptions(temporal, now.address)),
        namespace: temporal.namespace,
        key,
      };
      return side;
    },
    close: async (): Promise<void> => side?.connection.close(),
  };
}
