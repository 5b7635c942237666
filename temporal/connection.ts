import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';

/** Where Temporal is and how to speak to it. */
export interface TemporalSettings {
  readonly namespace: string;
  readonly connectionOptions: NativeConnectionOptions;
}

/** Temporal's own environment variables and profile file: one program for the embedded server, a cluster and Temporal Cloud. */
export function temporalSettings(environment: Readonly<Record<string, string | undefined>>): TemporalSettings {
  const given = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: Object.fromEntries(given) });
  return { connectionOptions, namespace: namespace ?? 'default' };
}

/**
 * For the api: returns at once, connects with the first call and again after every break, so that pages work while
 * Temporal is away. Limit single calls by `client.withDeadline`.
 */
export function connectClient(settings: TemporalSettings, converter: DataConverter): Client {
  const connection = Connection.lazy({
    ...clientOptions(settings.connectionOptions),
    connectTimeout: '5s',
    channelArgs: {
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 2_000,
      'grpc.keepalive_time_ms': 30_000,
      'grpc.keepalive_timeout_ms': 10_000,
      'grpc.keepalive_permit_without_calls': 1,
    },
  });
  return new Client({ connection, namespace: settings.namespace, dataConverter: converter });
}

/** For workers: fails when Temporal is not there, so that whoever starts the process tries again; later breaks it mends. */
export function connectWorker(settings: TemporalSettings): Promise<NativeConnection> {
  return NativeConnection.connect(settings.connectionOptions);
}

type ConnectionOptions = NonNullable<Parameters<typeof Connection.lazy>[0]>;

function clientOptions({ address, tls, apiKey, metadata }: NativeConnectionOptions): ConnectionOptions {
  return {
    ...(address !== undefined && { address }),
    ...(tls !== undefined && { tls }),
    ...(apiKey !== undefined && { apiKey }),
    ...(metadata !== undefined && { metadata }),
  };
}
