import path from 'node:path';
import { z } from 'zod';

const port = (standard: number) => z.coerce.number().int().min(1).max(65_535).default(standard);

const environment = z.object({
  DULY_STATE: z.string().min(1).default('.duly'),
  DULY_ORGANISATION: z.string().min(1).default('examples/organisation.yaml'),
  DATABASE_URL: z.string().min(1).optional(),
  DATABASE_OWNER_URL: z.string().min(1).optional(),
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  PORT: port(7070),
  MAIL_PORT: port(2525),
  INTAKE_SMTP_PORT: port(2526),
  MAILBOX_PORT: port(8025),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  POSTGRES_PORT: port(54_329),
});

export const portNames = {
  api: 'PORT',
  mail: 'MAIL_PORT',
  intake: 'INTAKE_SMTP_PORT',
  mailbox: 'MAILBOX_PORT',
  temporal: 'TEMPORAL_PORT',
  temporalUi: 'TEMPORAL_UI_PORT',
  postgres: 'POSTGRES_PORT',
} as const;

export type PortName = keyof typeof portNames;
export type Ports = Readonly<Record<PortName, number>>;

export interface LocalConfig {
  readonly state: string;
  readonly organisation: string;
  readonly databaseUrl: string | undefined;
  readonly databaseOwnerUrl: string | undefined;
  readonly temporalAddress: string | undefined;
  readonly temporalNamespace: string;
  readonly ports: Ports;
}

export function readLocalConfig(variables: NodeJS.ProcessEnv): LocalConfig {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`The environment variable ${String(issue?.path[0])} is not right: ${issue?.message ?? ''}.`);
  }
  const { data } = read;
  const ports = Object.entries(portNames).map(([name, variable]) => [name, data[variable]]);
  return Object.freeze({
    state: path.resolve(data.DULY_STATE),
    organisation: path.resolve(data.DULY_ORGANISATION),
    databaseUrl: data.DATABASE_URL,
    databaseOwnerUrl: data.DATABASE_OWNER_URL,
    temporalAddress: data.TEMPORAL_ADDRESS,
    temporalNamespace: data.TEMPORAL_NAMESPACE,
    ports: Object.fromEntries(ports) as Ports,
  });
}
